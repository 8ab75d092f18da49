import { money, moneyParts } from "@/app/format";
import type { Money } from "@/app/types";

/** An amount: sign tight, exact; 600 when it is the point, `plus` only for changes. */
export function Amount({ of, strong = false, plus = false }: { of: Money; strong?: boolean; plus?: boolean }) {
  return <span className={`nw ${strong ? "w6" : ""}`}>{money(of, plus)}</span>;
}

/** The one amount of a page: large whole, smaller sign and cents. */
export function BigAmount({ of, size = 34 }: { of: Money; size?: number }) {
  const { sign, whole, part } = moneyParts(of);
  const small = { fontSize: Math.round(size * 0.59) };
  return (
    <span
      className="nw w6"
      style={{ fontSize: size, lineHeight: `${Math.round(size * 1.12)}px`, letterSpacing: "-0.02em" }}
    >
      <span style={small}>{sign}</span>
      {whole}
      {part && <span style={small}>{part}</span>}
    </span>
  );
}
