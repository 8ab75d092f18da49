import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { countsKey } from "@/app/data";

/** What the warehouse looks at: what is to pack, or what waits for the carrier; or whatever a scan finds. */
export type Show = "pack" | "collect";

const queueKey = (shop: string) => ["shop", shop, "orders", "warehouse"] as const;
const orderKey = (id: string) => ["order", id] as const;

/** Orders that wait for the warehouse, what is due first before the others; with words, those that they find anywhere. */
export function useQueue(shop: string, show: Show, words: string) {
  const asked = words ? ({ tab: "all", q: words } as const) : ({ tab: "to_ship", sub: show, sort: "due" } as const);
  return useQuery({
    queryKey: [...queueKey(shop), show, words],
    queryFn: () =>
      body(
        api.GET("/shops/{shop_id}/orders", {
          params: { path: { shop_id: shop }, query: { ...asked, limit: 50, with: "verbs" } },
        }),
      ),
    placeholderData: words ? undefined : keepPreviousData,
    refetchInterval: 30_000,
  });
}

export function useOrderAtHand(id: string) {
  return useQuery({
    queryKey: orderKey(id),
    queryFn: () => body(api.GET("/orders/{order_id}", { params: { path: { order_id: id } } })),
  });
}

export function useParcels(id: string) {
  return useQuery({
    queryKey: [...orderKey(id), "packages"],
    queryFn: () => body(api.GET("/orders/{order_id}/packages", { params: { path: { order_id: id } } })),
  });
}

const changes = (shop: string, id: string) => [queueKey(shop), orderKey(id), countsKey(shop)].map((key) => [...key]);

/** Pack an order; asked again under the same key it is packed once. */
export function usePack(shop: string, id: string) {
  return useAct({
    do: (_: null, key) =>
      body(api.POST("/orders/{order_id}/pack", { params: { path: { order_id: id } }, ...under(key) })),
    changes: changes(shop, id),
  });
}

/** The label of a packed order: its recipient is read in full, which is on record; printed again it counts as a reveal. */
export function useLabel(shop: string, id: string) {
  return useAct({
    do: (_: null, key) =>
      body(
        api.POST("/shops/{shop_id}/labels", {
          params: { path: { shop_id: shop } },
          ...under(key),
          body: { order_ids: [id] },
        }),
      ),
    changes: changes(shop, id),
  });
}

/** In the demonstration: the carrier takes a parcel over. */
export function useCollect(shop: string, id: string) {
  return useAct({
    do: (parcel: string, key) =>
      body(
        api.POST("/packages/{package_id}/scans", {
          params: { path: { package_id: parcel } },
          ...under(key),
          body: { event: "collected" },
        }),
      ),
    changes: changes(shop, id),
  });
}
