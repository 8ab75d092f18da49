import { length, span, stillSpan } from "@/app/format";
import type { Language } from "@/app/preferences";
import type { Deadline, DeadlineState } from "@/app/types";

/**
 * How a deadline looks now. "due" is the moment between its end and the server's firing: nothing has happened yet.
 * "ended" ran out and cost nobody anything, as the free hour does.
 */
export type Phase = "calm" | "soon" | "due" | "overdue" | "ended" | "met" | "moot" | "paused";

export function phaseOf(deadline: Pick<Deadline, "state" | "soon_at" | "due" | "cost">, now: number): Phase {
  if (deadline.state === "lapsed") return deadline.cost ? "overdue" : "ended";
  if (deadline.state !== "open") return deadline.state as Exclude<DeadlineState, "open" | "lapsed">;
  if (now >= Date.parse(deadline.due)) return "due";
  return now >= Date.parse(deadline.soon_at) ? "soon" : "calm";
}

/** The part of the span that is left, from 1 to 0. */
export function partLeft(deadline: Pick<Deadline, "opened" | "due">, now: number): number {
  const opened = Date.parse(deadline.opened);
  const due = Date.parse(deadline.due);
  return due <= opened ? 0 : Math.min(1, Math.max(0, (due - now) / (due - opened)));
}

const DAY = 86_400_000;

/** Whether its text changes each second: under a day left or gone by. */
export function ticksEachSecond(deadline: Pick<Deadline, "state" | "due">, now: number): boolean {
  if (deadline.state !== "open" && deadline.state !== "lapsed") return false;
  return Math.abs(Date.parse(deadline.due) - now) < DAY + 60_000;
}

export type Said = {
  late: (time: string) => string;
  paused: (time: string) => string;
  met: string;
  moot: string;
  ended: string;
};

/** The clock's own text. */
export function clockText(deadline: Deadline, now: number, language: Language, say: Said): string {
  const phase = phaseOf(deadline, now);
  const due = Date.parse(deadline.due);
  switch (phase) {
    case "calm":
    case "soon":
      return span(due - now, language);
    case "due":
      return span(0, language);
    case "overdue":
      return say.late(span(now - due, language, true));
    case "paused":
      return say.paused(stillSpan(deadline.remainder_ms ?? Math.max(0, due - now), language));
    case "ended":
      return say.ended;
    case "met":
      return say.met;
    case "moot":
      return say.moot;
  }
}

/** The figure inside a ring, which has no room for words. */
export function ringFigure(deadline: Deadline, now: number, language: Language): string {
  const due = Date.parse(deadline.due);
  switch (phaseOf(deadline, now)) {
    case "overdue":
      return `+${span(now - due, language, true)}`;
    case "paused":
      return stillSpan(deadline.remainder_ms ?? Math.max(0, due - now), language);
    case "calm":
    case "soon":
    case "due":
      return span(due - now, language);
    default:
      return "";
  }
}

/** By how much it was met before its end; nothing where the server did not say when. */
export function early(deadline: Deadline, language: Language): string | null {
  if (deadline.state !== "met" || !deadline.closed_at) return null;
  const ms = Date.parse(deadline.due) - Date.parse(deadline.closed_at);
  return ms > 0 ? length(ms, language) : null;
}
