import type { Kept as Picture } from "../data";
import type { Waiting } from "./talk";

/** What this tab keeps of talks until it is sent: it survives a page loaded anew, and goes with the tab or with signing out. */
export type Kept = { draft: string; waiting: Waiting[]; pictures: Picture[] };
const NOTHING: Kept = { draft: "", waiting: [], pictures: [] };
const PREFIX = "jishi.talk.";

export function kept(conversation: string): Kept {
  try {
    return { ...NOTHING, ...(JSON.parse(sessionStorage.getItem(PREFIX + conversation) ?? "{}") as Partial<Kept>) };
  } catch {
    return NOTHING;
  }
}

export function keep(conversation: string, change: Partial<Kept>): void {
  const now = { ...kept(conversation), ...change };
  try {
    if (!now.draft && now.waiting.length + now.pictures.length === 0) sessionStorage.removeItem(PREFIX + conversation);
    else sessionStorage.setItem(PREFIX + conversation, JSON.stringify(now));
  } catch {
    // A browser without storage keeps it for as long as the page is open.
  }
}
