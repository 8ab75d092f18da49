import type { ReactNode } from "react";
import css from "./Bits.module.css";

export type Moment = { key: string; time: ReactNode; what: ReactNode; more?: ReactNode; now?: boolean };

/** What happened, the newest first; the first line may be what is awaited now. */
export function Timeline({ moments }: { moments: Moment[] }) {
  return (
    <ol className={css.timeline}>
      {moments.map(({ key, time, what, more, now }) => (
        <li key={key} className={now ? css.now : undefined}>
          <time>{time}</time>
          <div>
            <div className={now ? "w6" : "w5"}>{what}</div>
            {more && <div className="s12 t3">{more}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
