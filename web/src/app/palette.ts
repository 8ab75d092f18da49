import type { ReactNode } from "react";
import { useEffect, useRef } from "react";

/** Something that the palette can do: go to a page, or act on what the page shows. */
export type Command = {
  key: string;
  name: string;
  icon?: ReactNode;
  /** A second line, or what else it is found by. */
  about?: string | undefined;
  /** The keys that do the same on the page. */
  keys?: readonly string[];
  run: () => void;
};

const offered = new Set<{ current: readonly Command[] }>();

/** While the page is shown, the palette offers its acts; the list may be another at each drawing. */
export function usePageCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    offered.add(latest);
    return () => {
      offered.delete(latest);
    };
  }, []);
}

/** What the pages shown now offer. */
export function pageCommands(): Command[] {
  return [...offered].flatMap(({ current }) => current);
}
