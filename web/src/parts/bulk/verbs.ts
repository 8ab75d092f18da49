import type { OrderRow } from "@/app/types";

type HasVerbs = { verbs?: { verb: string; allowed: boolean; why?: string | null }[] | null };

export function may(order: HasVerbs, verb: string): boolean {
  return order.verbs?.some((one) => one.verb === verb && one.allowed) ?? false;
}

/** Why a verb is not allowed now, as a key of our words; nothing where the verb is not this reader's at all. */
export function whyNot(order: HasVerbs, verb: string): string | null {
  return order.verbs?.find((one) => one.verb === verb && !one.allowed)?.why ?? null;
}

/** Whether this reader packs and prints in the order's shop. */
export function packs(order: HasVerbs): boolean {
  return order.verbs?.some(({ verb }) => verb === "pack") ?? false;
}

/** Whether its label can be printed as it stands. */
export function printable(order: OrderRow): boolean {
  return packs(order) && order.state === "awaiting_collection";
}

/** Whether these can travel in one parcel as far as the list tells: several, of one buyer, all still here; the server knows the addresses. */
export function mergeable(orders: OrderRow[]): boolean {
  const buyer = orders[0]?.buyer?.id;
  const fit = (row: OrderRow) => row.buyer?.id === buyer && (may(row, "pack") || printable(row));
  return orders.length > 1 && buyer !== undefined && orders.every(fit);
}
