import type { ProductState } from "@/app/types";
import type { Move } from "@/parts/Status";

const SHOP: Record<ProductState, Move> = {
  draft: "yours",
  in_review: "theirs",
  on_sale: "done",
  off_sale: "stopped",
  banned: "broken",
};
const OPERATOR: Record<ProductState, Move> = { ...SHOP, draft: "theirs", in_review: "yours" };

export function moveOf(state: ProductState, as: "shop" | "operator"): Move {
  return (as === "operator" ? OPERATOR : SHOP)[state];
}

type HasVerbs = { verbs: { verb: string; allowed: boolean }[] | null };

export function may(product: HasVerbs, verb: string): boolean {
  return product.verbs?.some((one) => one.verb === verb && one.allowed) ?? false;
}
