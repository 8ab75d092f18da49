import { useSyncExternalStore } from "react";
import type { Mode } from "./theme";

/** What this browser remembers of its user: how it looks and where they shop. Never data of the marketplace. */
export type Preferences = {
  theme: Mode | "auto";
  language: Language | null;
  market: string | null;
  sidebar: "wide" | "narrow";
  shortcuts: boolean;
};
export type Language = "zh-Hans" | "zh-Hant" | "en";
export const LANGUAGES: readonly Language[] = ["zh-Hans", "zh-Hant", "en"];

const KEY = "jishi.preferences";
const FIRST: Preferences = { theme: "auto", language: null, market: null, sidebar: "wide", shortcuts: true };
const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>) };
  } catch {
    return FIRST;
  }
}

export function preferences(): Preferences {
  return current;
}

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser without storage keeps it for this visit only.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

/** Whether the system says so, now and from now on. */
function asked(query: string): () => boolean {
  const media = globalThis.matchMedia?.(query);
  const listen = (listener: () => void) => {
    media?.addEventListener("change", listener);
    return () => media?.removeEventListener("change", listener);
  };
  return () => useSyncExternalStore(listen, () => media?.matches ?? false);
}

const useDarkness = asked("(prefers-color-scheme: dark)");

/** Whether the system asks that nothing move. */
export const useStillness = asked("(prefers-reduced-motion: reduce)");

/** The mode to draw in: the one chosen, else the system's. */
export function useMode(): Mode {
  const { theme } = usePreferences();
  const dark = useDarkness();
  if (theme !== "auto") return theme;
  return dark ? "dark" : "light";
}

/** The first of our languages that a list of tags asks for. */
export function nearestLanguage(tags: readonly string[]): Language {
  for (const tag of tags.map((one) => one.toLowerCase())) {
    if (tag.startsWith("zh")) return /hant|tw|hk|mo/.test(tag) ? "zh-Hant" : "zh-Hans";
    if (tag.startsWith("en")) return "en";
  }
  return "en";
}
