import type { OrderRow, OrderState } from "@/app/types";
import type { Move } from "@/parts/Status";

/** Whose move each state is, for the shop and for the buyer. */
const SHOP: Record<OrderState, Move> = {
  unpaid: "theirs",
  on_hold: "moving",
  to_process: "yours",
  awaiting_collection: "moving",
  in_transit: "moving",
  delivered: "moving",
  completed: "done",
  cancelled: "stopped",
};
const BUYER: Record<OrderState, Move> = {
  unpaid: "yours",
  on_hold: "theirs",
  to_process: "theirs",
  awaiting_collection: "theirs",
  in_transit: "moving",
  delivered: "done",
  completed: "done",
  cancelled: "stopped",
};

export function moveOf(order: OrderRow, as: "shop" | "buyer" | "operator"): Move {
  const state = order.state as OrderState;
  if (as === "buyer") return BUYER[state];
  if (as === "operator") return state === "to_process" ? "theirs" : SHOP[state];
  return order.cancellation?.state === "open" ? "yours" : SHOP[state];
}

type HasVerbs = { verbs?: { verb: string; allowed: boolean; why?: string | null }[] | null };

export function may(order: HasVerbs, verb: string): boolean {
  return order.verbs?.some((one) => one.verb === verb && one.allowed) ?? false;
}

/** Why a verb is not allowed now, as a key of our words; nothing where the verb is not this reader's at all. */
export function whyNot(order: HasVerbs, verb: string): string | null {
  return order.verbs?.find((one) => one.verb === verb && !one.allowed)?.why ?? null;
}

/** Pieces still wanted of an order. */
export function pieces(order: OrderRow): number {
  return order.lines.reduce((sum, { quantity, cancelled }) => sum + quantity - cancelled, 0);
}

/** Whether this reader packs and prints in the order's shop. */
export function packs(order: HasVerbs): boolean {
  return order.verbs?.some(({ verb }) => verb === "pack") ?? false;
}

/** Whether its label can be printed as it stands. */
export function printable(order: OrderRow): boolean {
  return packs(order) && order.state === "awaiting_collection";
}
