import { useTranslation } from "react-i18next";
import { useSimulated } from "@/app/clock";
import type { Deadline } from "@/app/types";
import { Dial, type Face } from "../Dial";
import { Sheet } from "../Sheet";
import css from "./Countdown.module.css";
import { DeadlineCard } from "./DeadlineCard";
import type { Phase } from "./phase";
import { Ring } from "./Ring";
import { useCountdown } from "./useCountdown";

export const FACES: Record<Phase, Face> = {
  calm: "pie",
  soon: "pie",
  due: "pie",
  overdue: "late",
  ended: "off",
  met: "done",
  moot: "off",
  paused: "stopped",
};

const LEFT: ReadonlySet<Phase> = new Set(["calm", "soon", "due"]);

type Props = {
  deadline: Deadline;
  size?: "inline" | "pill" | "ring";
  /** The deadline's name before the time: 「打包还剩 5:12:20」. */
  named?: boolean;
  /** What it was for is over: how long ago it ran out no longer matters. */
  settled?: boolean;
  /** The absolute time on a second line, as lists have it. */
  withTime?: boolean;
  /** Under the figure of a ring: 「后关闭」. */
  caption?: string;
};

/** The one clock: how long is left, and on a click what then happens, what it costs, what stops it and which rule says so. */
export function Countdown({
  deadline,
  size = "inline",
  named = false,
  settled = false,
  withTime = false,
  caption,
}: Props) {
  const { t } = useTranslation("parts");
  const seen = useCountdown(deadline, settled);
  const simulated = useSimulated();
  const open = { width: 340, label: t("countdown.about", { name: seen.name }) };

  if (size === "ring") {
    const trigger = (
      <button type="button" className={css.ringButton} aria-label={seen.label}>
        <Ring
          phase={seen.phase}
          left={seen.left}
          text={seen.figure}
          caption={caption}
          mark={simulated ? t("countdown.simulated") : undefined}
        />
      </button>
    );
    return (
      <Sheet {...open} trigger={trigger} content={() => <DeadlineCard deadline={deadline} />} placement="bottom" />
    );
  }
  const trigger = (
    <button
      type="button"
      className={`${css.clock} ${css[seen.phase]} ${size === "pill" ? css.pill : ""}`}
      aria-label={seen.label}
    >
      <Dial face={FACES[seen.phase]} left={seen.left} />
      <span aria-hidden="true">
        {named && LEFT.has(seen.phase) ? `${t("countdown.lead", { name: seen.name })} ` : ""}
        {named && seen.phase === "overdue" ? `${seen.name} ` : ""}
        {seen.text}
      </span>
      {simulated && <span className={css.simulated}>{t("countdown.simulated")}</span>}
    </button>
  );
  return (
    <span className={css.cell}>
      <Sheet {...open} trigger={trigger} content={() => <DeadlineCard deadline={deadline} />} />
      {withTime && seen.by && <span className={`s12 t3 ${css.by}`}>{seen.by}</span>}
    </span>
  );
}
