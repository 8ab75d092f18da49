import type { LineIn } from "@/app/types";

/** What goes to the checkout, in its address: `?lines=sku_1:2,sku_2:1`. */
export function linesOf(query: URLSearchParams): LineIn[] {
  return (query.get("lines") ?? "")
    .split(",")
    .map((pair) => pair.split(":"))
    .flatMap(([sku_id, figure]) => {
      const quantity = Number(figure);
      return sku_id && Number.isInteger(quantity) && quantity > 0 ? [{ sku_id, quantity }] : [];
    });
}

export function checkoutPath(lines: readonly LineIn[]): string {
  return `/checkout?lines=${lines.map(({ sku_id, quantity }) => `${sku_id}:${quantity}`).join(",")}`;
}
