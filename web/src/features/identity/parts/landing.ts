import type { Me } from "@/app/types";

/** Where someone goes once they are in: where they came from if it is a page of ours, else where they work, else buying. */
export function landing(me: Me, next: string | null): string {
  if (next?.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\")) return next;
  const shop = me.shops[0];
  if (shop) return `/s/${shop.id}/today`;
  return me.operator ? "/op" : "/";
}
