import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/app/announce";
import { now as clockNow, useNow } from "@/app/clock";
import { moment, tableMoment, type When } from "@/app/format";
import { useLanguage, usePlace } from "@/app/place";
import { timeRanOut } from "@/app/query";
import type { Deadline } from "@/app/types";
import { clockText, type Phase, partLeft, phaseOf, ringFigure, ticksEachSecond } from "./phase";

const HEARD: ReadonlySet<Phase> = new Set(["soon", "overdue"]);

/** Everything a drawing of a deadline needs, drawn anew by the page's one ticker. */
export function useCountdown(deadline: Deadline, settled = false) {
  const { t } = useTranslation("parts");
  const { zone } = usePlace();
  const language = useLanguage();
  const now = useNow(ticksEachSecond(deadline, clockNow()) ? "second" : "minute");
  const when: When = { zone, language, now };
  const phase = phaseOf(deadline, now);
  const due = Date.parse(deadline.due);
  const name = deadline.title;
  const text = clockText(deadline, now, language, {
    late: (time) => (settled ? t("countdown.lapsed") : t("countdown.late", { time })),
    paused: (time) => t("countdown.paused", { time }),
    met: t("countdown.met"),
    moot: t("countdown.moot"),
    ended: t("countdown.ended"),
  });
  const label = t(`countdown.label.${phase}`, { name, at: moment(due, when, true) });

  const before = useRef(phase);
  useEffect(() => {
    if (before.current === phase) return;
    before.current = phase;
    if (HEARD.has(phase)) announce(label);
    if (phase === "due") timeRanOut();
  }, [phase, label]);

  return {
    phase,
    text,
    figure: ringFigure(deadline, now, language),
    label,
    name,
    when,
    left: phase === "paused" ? pausedPart(deadline) : partLeft(deadline, now),
    by: secondLine(deadline, phase, tableMoment(due, when), t),
  };
}

function pausedPart(deadline: Deadline): number {
  const whole = Date.parse(deadline.due) - Date.parse(deadline.opened);
  return whole > 0 ? (deadline.remainder_ms ?? 0) / whole : 0;
}

/** The absolute time under the clock in lists: `18:00 前`, `原定 14:00`, or why it is stopped. */
function secondLine(
  deadline: Deadline,
  phase: Phase,
  at: string,
  t: (key: string, values: Record<string, unknown>) => string,
): string {
  if (phase === "paused") return deadline.paused_reason;
  if (phase === "overdue") return t("countdown.was_due", { at });
  if (phase === "met" || phase === "moot" || phase === "ended") return "";
  return t("countdown.by", { at });
}
