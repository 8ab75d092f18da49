import { startOfDay } from "@/app/format";
import type { Conditions, MerchantTab } from "@/app/types";
import type { Wanted } from "../data";

export const TABS: readonly MerchantTab[] = [
  "all",
  "unpaid",
  "to_ship",
  "shipped",
  "completed",
  "cancelled",
  "cancelling",
];
export const SUBS = ["on_hold", "pack", "collect"] as const;
export const DAYS = ["1d", "7d", "30d"] as const;
/** Tabs in which every order waits for the shop, and what is due first comes first; the others have none of the shop's limits to sort by. */
export const PRESSING: ReadonlySet<string> = new Set(["to_ship", "cancelling"]);

/** What the address asks for; `first` is the tab that opens where it names none. The days of a condition are counted in the market's zone. */
export function wantedOf(query: URLSearchParams, zone: string, now: number, first: MerchantTab = "to_ship"): Wanted {
  const asked = query.get("tab") as MerchantTab;
  const q = query.get("q") ?? "";
  const tab = TABS.includes(asked) ? asked : q ? "all" : first;
  const sub = query.get("sub");
  const sort = query.get("sort");
  const days = (name: string) => {
    const [, figure] = /^(\d{1,3})d$/.exec(query.get(name) ?? "") ?? [];
    return figure ? startOfDay(now, zone, Number(figure) - 1) : null;
  };
  return {
    tab,
    sub: tab === "to_ship" && SUBS.some((one) => one === sub) ? sub : null,
    q,
    mark: query.get("mark"),
    sku: query.get("sku"),
    waybill: query.get("waybill"),
    buyer: query.get("buyer"),
    sort: PRESSING.has(tab) && sort !== "placed" ? "due" : "placed",
    paidFrom: days("paid"),
    placedFrom: days("placed"),
    clock: clockOf(query.get("clock")),
    cursor: query.get("cursor"),
  };
}

const INSTANT = /^(\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d))?$/;

/** A clock in the address: `orders.pack_by,2026-11-24T16:00:00Z,2026-11-25T16:00:00Z`; an instant that is left out is open. */
export function clockOf(text: string | null): Wanted["clock"] {
  const [kind = "", from = "", to = ""] = (text ?? "").split(",");
  return /^[a-z_]+\.[a-z_]+$/.test(kind) && INSTANT.test(from) && INSTANT.test(to) ? { kind, from, to } : null;
}

/** The same address with something changed; another condition begins at the list's first page. */
export function changed(query: URLSearchParams, change: Record<string, string | null>): string {
  const next = new URLSearchParams(query);
  next.delete("cursor");
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return `?${next}`;
}

/** Conditions beyond the tab; each is a part of the address. */
export const CONDITIONS = ["q", "sku", "waybill", "buyer", "paid", "placed", "mark", "clock"] as const;
export const NO_CONDITION = Object.fromEntries(CONDITIONS.map((name) => [name, null]));
/** What a saved view keeps: nothing that names a buyer. */
const KEPT = ["tab", "sub", "mark", "paid", "placed", "sku", "sort"] as const;

export function conditionsOf(query: URLSearchParams, tab: MerchantTab): Conditions {
  const kept = KEPT.map((name) => [name, name === "tab" ? tab : query.get(name)]);
  return Object.fromEntries(kept.filter(([, value]) => value)) as Conditions;
}

/** The address of a saved view. */
export function addressOf(conditions: Conditions): string {
  const named = KEPT.map((name) => [name, conditions[name] ?? ""] as [string, string]).filter(([, value]) => value);
  return `?${new URLSearchParams(named)}`;
}
