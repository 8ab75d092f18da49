import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { cartKey, countsKey } from "@/app/data";
import type { LineIn, MerchantTab, Order, PlaceIn, Quote } from "@/app/types";

/** What part of a shop's orders is asked for; the page's address holds it. */
export type Wanted = {
  tab: MerchantTab;
  sub: string | null;
  q: string;
  mark: string | null;
  sort: "placed" | "due";
  paidFrom: string | null;
  placedFrom: string | null;
  cursor: string | null;
};
export const PAGE = 20;

const orderKey = (id: string) => ["order", id] as const;
const listKey = (shop: string) => ["shop", shop, "orders", "list"] as const;
const mineKey = ["mine"] as const;

/** A shop's orders; its key without the cursor names the list that J and K walk. */
export function shopOrders(shop: string, wanted: Wanted) {
  return queryOptions({
    queryKey: [...listKey(shop), wanted],
    queryFn: () =>
      body(
        api.GET("/shops/{shop_id}/orders", {
          params: {
            path: { shop_id: shop },
            query: {
              tab: wanted.tab,
              limit: PAGE,
              sort: wanted.sort,
              with: "verbs",
              ...(wanted.sub && { sub: wanted.sub }),
              ...(wanted.q && { q: wanted.q }),
              ...(wanted.mark && { mark: wanted.mark }),
              ...(wanted.paidFrom && { paid_from: wanted.paidFrom }),
              ...(wanted.placedFrom && { placed_from: wanted.placedFrom }),
              ...(wanted.cursor && { cursor: wanted.cursor }),
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

export function useShopOrders(shop: string, wanted: Wanted, known: boolean) {
  return useQuery({ ...shopOrders(shop, wanted), enabled: known });
}

export function useOrder(id: string, wanted = true) {
  return useQuery({
    queryKey: orderKey(id),
    queryFn: () => body(api.GET("/orders/{order_id}", { params: { path: { order_id: id } } })),
    enabled: wanted,
    refetchInterval: 30_000,
  });
}

export function useLedger(id: string, wanted: boolean) {
  return useQuery({
    queryKey: [...orderKey(id), "ledger"],
    queryFn: () => body(api.GET("/orders/{order_id}/ledger", { params: { path: { order_id: id } } })),
    enabled: wanted,
  });
}

export function usePackages(id: string, wanted: boolean) {
  return useQuery({
    queryKey: [...orderKey(id), "packages"],
    queryFn: () => body(api.GET("/orders/{order_id}/packages", { params: { path: { order_id: id } } })),
    enabled: wanted,
  });
}

const stale = (order: { id: string; shop?: { id: string } | null }) => [
  orderKey(order.id),
  mineKey,
  ...(order.shop ? [listKey(order.shop.id), countsKey(order.shop.id)] : []),
];
const at = (id: string) => ({ params: { path: { order_id: id } } });

export function usePack(order: Order) {
  return useAct({
    do: (_: null, key) => body(api.POST("/orders/{order_id}/pack", { ...at(order.id), ...under(key) })),
    changes: stale(order),
  });
}

export type PackedAll = { done: string[]; refused: { id: string; error: unknown }[] };

/** Pack several, one after the other: those that are refused stay, each with its reason. */
export function usePackAll(shop: string) {
  return useAct({
    do: async (ids: string[], key): Promise<PackedAll> => {
      const outcome: PackedAll = { done: [], refused: [] };
      for (const id of ids) {
        try {
          await body(api.POST("/orders/{order_id}/pack", { ...at(id), ...under(`${key}-${id}`) }));
          outcome.done.push(id);
        } catch (error) {
          outcome.refused.push({ id, error });
        }
      }
      return outcome;
    },
    changes: [listKey(shop), countsKey(shop)],
  });
}

export function useCancel(order: Order) {
  return useAct({
    do: (reason: string, key) =>
      body(api.POST("/orders/{order_id}/cancel", { ...at(order.id), ...under(key), body: { reason } })),
    changes: stale(order),
  });
}

export function useAnswer(order: Order) {
  return useAct({
    do: ({ request, accept, reason }: { request: string; accept: boolean; reason: string }, key) =>
      body(
        api.POST("/cancellations/{request_id}/answer", {
          params: { path: { request_id: request } },
          ...under(key),
          body: { accept, reason },
        }),
      ),
    changes: stale(order),
  });
}

export function useNote(order: Order) {
  return useAct({
    do: (text: string, key) =>
      body(api.PUT("/orders/{order_id}/note", { ...at(order.id), ...under(key), body: { text } })),
    changes: stale(order),
  });
}

/** Read the recipient in full: it is counted and on record. */
export function useReveal(order: Order) {
  return useAct({
    do: (reason: string, key) =>
      body(api.POST("/orders/{order_id}/recipient", { ...at(order.id), ...under(key), body: { reason } })),
    changes: [orderKey(order.id)],
  });
}

export function useRequestCancellation(order: Order) {
  return useAct({
    do: (reason: string, key) =>
      body(api.POST("/orders/{order_id}/cancellations", { ...at(order.id), ...under(key), body: { reason } })),
    changes: stale(order),
  });
}

export function useWithdraw(order: Order) {
  return useAct({
    do: (request: string, key) =>
      body(
        api.POST("/cancellations/{request_id}/withdraw", { params: { path: { request_id: request } }, ...under(key) }),
      ),
    changes: stale(order),
  });
}

export function useChangeAddress(order: Order) {
  return useAct({
    do: (address_id: string, key) =>
      body(api.PUT("/orders/{order_id}/address", { ...at(order.id), ...under(key), body: { address_id } })),
    changes: stale(order),
  });
}

/** In the demonstration: have the sandbox carrier scan a parcel now. */
export function useScan(order: Order) {
  return useAct({
    do: ({ parcel, event }: { parcel: string; event: "collected" | "delivered" | "failed" }, key) =>
      body(
        api.POST("/packages/{package_id}/scans", {
          params: { path: { package_id: parcel } },
          ...under(key),
          body: { event },
        }),
      ),
    changes: stale(order),
  });
}

export function useMyOrders(tab: string, wanted: boolean) {
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [...mineKey, tab],
      queryFn: ({ pageParam }) =>
        body(
          api.GET("/me/orders", {
            params: { query: { tab, limit: 10, with: "verbs", ...(pageParam && { cursor: pageParam }) } },
          }),
        ),
      initialPageParam: "",
      getNextPageParam: ({ next_cursor }) => next_cursor,
      placeholderData: keepPreviousData,
      enabled: wanted,
    }),
  );
}

export function usePutInCart() {
  return useAct({
    do: ({ sku, quantity }: { sku: string; quantity: number }, key) => putInCart(sku, quantity, key),
    changes: [cartKey],
  });
}

function putInCart(sku_id: string, quantity: number, key: string): Promise<Quote> {
  const params = { path: { sku_id } };
  return quantity > 0
    ? body(api.PUT("/me/cart/lines/{sku_id}", { params, ...under(key), body: { quantity } }))
    : body(api.DELETE("/me/cart/lines/{sku_id}", { params, ...under(key) }));
}

export function useQuote(lines: LineIn[]) {
  return useQuery({
    queryKey: ["quote", lines],
    queryFn: () => body(api.POST("/me/quote", { body: { lines } })),
    enabled: lines.length > 0,
    staleTime: 0,
  });
}

export function usePlaceOrder() {
  return useAct({
    do: (wanted: PlaceIn, key) => body(api.POST("/me/orders", { ...under(key), body: wanted })),
    changes: [cartKey, mineKey],
  });
}
