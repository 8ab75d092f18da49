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

/** Pieces still wanted of an order. */
export function pieces(order: OrderRow): number {
  return order.lines.reduce((sum, { quantity, cancelled }) => sum + quantity - cancelled, 0);
}
