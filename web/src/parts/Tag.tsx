import type { ReactNode } from "react";
import css from "./Tag.module.css";

export type Tint = "plain" | "accent" | "ok" | "warn" | "bad";

/** A fact that is not the state: 部分取消, 公示中. 20 px, 24 beside a title. */
export function Tag({ tint = "plain", tall = false, children }: { tint?: Tint; tall?: boolean; children: ReactNode }) {
  return <span className={`${css.tag} ${css[tint]} ${tall ? css.tall : ""}`}>{children}</span>;
}

/** A count beside a word; red only when people wait. */
export function Count({ n, urgent = false }: { n: number | string; urgent?: boolean }) {
  return <span className={`${css.count} ${urgent ? css.urgent : ""}`}>{n}</span>;
}

/** A key to press, shown where it can be pressed. */
export function Keycap({ children }: { children: ReactNode }) {
  return (
    <span className={css.key} aria-hidden="true">
      {children}
    </span>
  );
}

const GROUNDS = 5;

/** The first character of a name on a muted ground. */
export function Avatar({ name, size = 28 }: { name: string; size?: number }) {
  const first = [...name.trim()][0] ?? "·";
  const ground = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % GROUNDS;
  return (
    <span
      className={css.avatar}
      data-ground={ground}
      style={{ width: size, height: size, fontSize: Math.max(11, Math.round(size * 0.42)) }}
      aria-hidden="true"
    >
      {first.toUpperCase()}
    </span>
  );
}

/** A shop's sign: its first character on the accent, squared. */
export function ShopSign({ name, size = 24 }: { name: string; size?: number }) {
  return (
    <span
      className={css.sign}
      style={{
        width: size,
        height: size,
        fontSize: Math.max(12, Math.round(size * 0.47)),
        borderRadius: size > 32 ? 9 : 6,
      }}
      aria-hidden="true"
    >
      {[...name.trim()][0] ?? "·"}
    </span>
  );
}
