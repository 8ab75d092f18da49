import type { ReactNode } from "react";
import css from "./Bits.module.css";
import { GreyDial } from "./Logo";

type Props = {
  /** One sentence of fact. */
  fact: string;
  /** One of what is next. */
  next?: ReactNode;
  /** One button. */
  act?: ReactNode;
  /** Alone on its page, or a line in a card. */
  wide?: boolean;
};

/** Nothing yet, nothing left, or no match: the grey dial, a fact, what is next, one button. */
export function Empty({ fact, next, act, wide = true }: Props) {
  return (
    <div className={`${css.empty} ${wide ? css.page : ""}`}>
      <GreyDial size={wide ? 48 : 36} />
      <div className={wide ? undefined : "grow"}>
        <p className="w6">{fact}</p>
        {next && <p className="s13 t3">{next}</p>}
      </div>
      {act}
    </div>
  );
}
