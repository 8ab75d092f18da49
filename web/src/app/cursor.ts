import { useState } from "react";
import { useKey } from "./keys";

type Rows = {
  keys: readonly string[];
  selected: readonly string[];
  select: (keys: string[]) => void;
  open: (key: string) => void;
  /** What is next for a row. */
  act?: (key: string) => void;
};

/** J and K move over the rows of a list, X selects, Enter opens, E does what is next, Esc clears; the key of the row they stand on. */
export function useRowCursor({ keys, selected, select, open, act }: Rows): string | null {
  const [at, setAt] = useState(-1);
  const last = keys.length - 1;
  const row = keys[at];
  useKey("j", () => setAt((before) => Math.min(last, before + 1)));
  useKey("k", () => setAt((before) => Math.max(0, before - 1)));
  useKey("x", () => row && select(selected.includes(row) ? selected.filter((key) => key !== row) : [...selected, row]));
  useKey("enter", ({ target }) => {
    const acts = target instanceof Element && target.closest("a, button") !== null;
    if (row && !acts) open(row);
  });
  useKey("e", () => row && act?.(row));
  useKey("escape", () => select([]));
  return row ?? null;
}
