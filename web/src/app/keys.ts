import { useHotkeys } from "react-hotkeys-hook";
import { usePreferences } from "./preferences";

/** A key that acts on the page, nowhere while one types. Keys of one character can be switched off (WCAG 2.1.4). */
export function useKey(keys: string, act: (event: KeyboardEvent) => void): void {
  const { shortcuts } = usePreferences();
  useHotkeys(keys, act, { enabled: shortcuts }, [act, shortcuts]);
}

/** The key that is held for a command, as this machine's keyboard names it. */
export const COMMAND = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? "") ? "⌘" : "Ctrl";
