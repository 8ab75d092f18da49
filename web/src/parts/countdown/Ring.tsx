import { LEAST } from "../Dial";
import css from "./Countdown.module.css";
import type { Phase } from "./phase";

const RADIUS = 53;
const ROUND = 2 * Math.PI * RADIUS;
/** Latin characters that the ring holds in its large size; a Chinese one counts for two. */
const LONG = 7;
const width = (text: string) => [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0);

const INK: Record<Phase, string> = {
  calm: "var(--js-color-text-secondary)",
  soon: "var(--js-warning-solid)",
  due: "var(--js-warning-solid)",
  overdue: "var(--js-color-error)",
  ended: "var(--js-color-text-tertiary)",
  met: "var(--js-color-success)",
  moot: "var(--js-color-text-tertiary)",
  paused: "var(--js-color-text-tertiary)",
};
const FIGURE: Record<Phase, string> = { ...INK, soon: "var(--js-color-warning)", due: "var(--js-color-warning)" };
const TRACK: Record<Phase, string> = {
  calm: "var(--js-color-fill-secondary)",
  soon: "color-mix(in srgb, var(--js-color-warning-border) 55%, transparent)",
  due: "color-mix(in srgb, var(--js-color-warning-border) 55%, transparent)",
  overdue: "var(--js-color-error)",
  ended: "var(--js-color-fill-secondary)",
  met: "color-mix(in srgb, var(--js-color-success) 35%, transparent)",
  moot: "var(--js-color-fill-secondary)",
  paused: "var(--js-color-text-tertiary)",
};

type Props = { phase: Phase; left: number; text: string; caption?: string | undefined; mark?: string | undefined };

/** The large clock of a page that has one decision: the arc is what is left, the figure says it. */
export function Ring({ phase, left, text, caption, mark }: Props) {
  const arc = phase === "calm" || phase === "soon" || phase === "due" ? Math.max(left, LEAST / 2) : 0;
  return (
    <span className={css.ring}>
      <svg viewBox="0 0 120 120" width="132" height="132" aria-hidden="true">
        <circle
          cx="60"
          cy="60"
          r={RADIUS}
          fill="none"
          stroke={TRACK[phase]}
          strokeWidth="7"
          strokeDasharray={phase === "paused" ? "10 8" : undefined}
        />
        {arc > 0 && (
          <circle
            cx="60"
            cy="60"
            r={RADIUS}
            fill="none"
            stroke={INK[phase]}
            strokeWidth="7"
            strokeLinecap="round"
            strokeDasharray={`${(arc * ROUND).toFixed(1)} 400`}
            transform="rotate(-90 60 60)"
          />
        )}
        {phase === "met" && (
          <path
            d="m43 61 12 12 22-25"
            fill="none"
            stroke="var(--js-color-success)"
            strokeWidth="6.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        )}
      </svg>
      {phase !== "met" && (
        <span className={css.face} aria-hidden="true">
          <span className={`${css.figure} ${width(text) > LONG ? css.long : ""}`} style={{ color: FIGURE[phase] }}>
            {text}
          </span>
          {caption && <span className={css.caption}>{caption}</span>}
          {mark && <span className={css.simulated}>{mark}</span>}
        </span>
      )}
    </span>
  );
}
