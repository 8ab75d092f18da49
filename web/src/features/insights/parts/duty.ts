import type { Duty } from "@/app/types";

/** Where the orders of a line stand: the order itself where it is one, else the list of just these; sessions stand at the desk. */
export function pathOf(shop: string, duty: Duty): string {
  if (duty.place === "desk") return `/s/${shop}/desk?group=${duty.tab}`;
  if (duty.count === 1 && duty.order) return `/s/${shop}/orders/${duty.order.id}`;
  const clock = [duty.kind, duty.due_from ?? "", duty.due_to ?? ""].join(",");
  const query = new URLSearchParams({ tab: duty.tab, ...(duty.sub && { sub: duty.sub }), clock });
  return `/s/${shop}/orders?${query}`;
}
