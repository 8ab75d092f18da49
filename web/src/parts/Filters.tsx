import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import css from "./Filters.module.css";

type Tab = { key: string; name: string; count?: string | null; to: string };

/** Tabs are states with counts. Each is an address. */
export function FilterTabs({ tabs, active, label }: { tabs: Tab[]; active: string; label: string }) {
  return (
    <nav className={css.tabs} aria-label={label}>
      {tabs.map(({ key, name, count, to }) => (
        <Link
          key={key}
          to={to}
          className={key === active ? css.on : undefined}
          aria-current={key === active ? "page" : undefined}
        >
          {name}
          {count && <i>{count}</i>}
        </Link>
      ))}
    </nav>
  );
}

/** The sub-state of a tab. */
export function Segments({ parts, active, label }: { parts: Tab[]; active: string; label: string }) {
  return (
    <nav className={css.segments} aria-label={label}>
      {parts.map(({ key, name, count, to }) => (
        <Link
          key={key}
          to={to}
          className={key === active ? css.on : undefined}
          aria-current={key === active ? "true" : undefined}
        >
          {name}
          {count && ` ${count}`}
        </Link>
      ))}
    </nav>
  );
}

/** A switch between two ways of seeing the same, which is no address. */
export function Switcher<K extends string>({
  options,
  value,
  onChange,
  label,
}: {
  options: { key: K; name: string }[];
  value: K;
  onChange: (key: K) => void;
  label: string;
}) {
  return (
    <fieldset className={css.segments} aria-label={label}>
      {options.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          aria-pressed={key === value}
          className={key === value ? css.on : undefined}
          onClick={() => onChange(key)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

/** Saved views: each a named address, black when it is the one shown. */
export function Pills({
  pills,
  label,
}: {
  pills: { key: string; name: string; count?: string | null; to: string; on: boolean }[];
  label: string;
}) {
  return (
    <nav className={css.pills} aria-label={label}>
      {pills.map(({ key, name, count, to, on }) => (
        <Link
          key={key}
          to={to}
          className={`${css.pill} ${on ? css.pillOn : ""}`}
          aria-current={on ? "true" : undefined}
        >
          {name}
          {count && <i>{count}</i>}
        </Link>
      ))}
    </nav>
  );
}

/** A condition that holds, with its way out. */
export function Chip({ children, off, removeLabel }: { children: ReactNode; off: () => void; removeLabel: string }) {
  return (
    <span className={`${css.chip} ${css.chipOn}`}>
      {children}
      <button type="button" onClick={off} aria-label={removeLabel}>
        <X className="small" />
      </button>
    </span>
  );
}

/** The dashed chip that adds a condition. Anything antd can open hangs on it. */
export function AddChip({ children, ...rest }: { children: ReactNode } & React.ComponentProps<"button">) {
  return (
    <button type="button" {...rest} className={`${css.chip} ${css.dashed} ${rest.className ?? ""}`}>
      <Plus className="small" />
      {children}
    </button>
  );
}
