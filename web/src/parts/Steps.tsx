import { Check, X } from "lucide-react";
import css from "./Bits.module.css";

export type Step = {
  key: string;
  name: string;
  second?: string;
  at: "done" | "here" | "pressing" | "ahead" | "stopped";
};

/** How far a buyer's order has come. */
export function Steps({ steps, label }: { steps: Step[]; label: string }) {
  return (
    <ol className={css.steps} aria-label={label}>
      {steps.map(({ key, name, second, at }, index) => (
        <li
          key={key}
          className={at === "ahead" ? undefined : at === "pressing" ? `${css.here} ${css.pressing}` : css[at]}
          aria-current={at === "here" || at === "pressing" ? "step" : undefined}
        >
          <i aria-hidden="true">
            {at === "done" ? (
              <Check className="small" strokeWidth={2} />
            ) : at === "stopped" ? (
              <X className="small" />
            ) : (
              index + 1
            )}
          </i>
          <div className="w5">{name}</div>
          <div className="s12 t3">{second ?? "\u00a0"}</div>
        </li>
      ))}
    </ol>
  );
}
