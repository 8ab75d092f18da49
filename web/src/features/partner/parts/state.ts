import type { Delivery, DeliveryState, Webhook } from "@/app/types";
import type { Move } from "@/parts/Status";

export const STATES: readonly DeliveryState[] = ["waiting", "failed", "delivered"];

/** Whose move it is with a webhook: of itself, or ours when it fails. */
export function moveOf({ state, failing_since }: Webhook): Move {
  if (state !== "on") return "stopped";
  return failing_since ? "broken" : "moving";
}

/** How a webhook is, by name: `on`, `off`, or `failing` while it is on. */
export function standing({ state, failing_since }: Webhook): "on" | "off" | "failing" {
  if (state !== "on") return "off";
  return failing_since ? "failing" : "on";
}

const MOVES: Record<DeliveryState, Move> = { waiting: "moving", delivered: "done", failed: "broken" };

export const moveOfDelivery = ({ state }: Delivery): Move => MOVES[state];

/** The page of what a delivery is about, where there is one. */
export function aboutPath(shop: string, about: string | null): string | null {
  if (about?.startsWith("ord_")) return `/s/${shop}/orders/${about}`;
  return about?.startsWith("prd_") ? `/s/${shop}/products/${about}` : null;
}

/** The groups in which kinds are chosen, in the order they are shown. */
export const GROUPS = ["order", "product", "member"] as const;

/** `orders.imported` stands with the orders. */
export const groupOf = (kind: string) => GROUPS.find((group) => kind.startsWith(group));
