import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { cartKey, countsKey, jobsKey, orderKey, ordersKey, todayKey } from "@/app/data";
import type { Conditions, ExportIn, LineIn, MerchantTab, Order, PlaceIn, Quote } from "@/app/types";

/** What part of a shop's orders is asked for; the page's address holds it. */
export type Wanted = {
  tab: MerchantTab;
  sub: string | null;
  q: string;
  mark: string | null;
  sku: string | null;
  waybill: string | null;
  buyer: string | null;
  sort: "placed" | "due";
  paidFrom: string | null;
  placedFrom: string | null;
  /** A kind of deadline that runs, and from and before when it is due. */
  clock: { kind: string; from: string; to: string } | null;
  cursor: string | null;
};
export const PAGE = 20;

const mineKey = ["mine"] as const;

/** A shop's orders; its key without the cursor names the list that J and K walk. */
export function shopOrders(shop: string, wanted: Wanted) {
  return queryOptions({
    queryKey: [...ordersKey(shop), wanted],
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
              ...(wanted.sku && { sku: wanted.sku }),
              ...(wanted.waybill && { waybill: wanted.waybill }),
              ...(wanted.buyer && { buyer: wanted.buyer }),
              ...(wanted.paidFrom && { paid_from: wanted.paidFrom }),
              ...(wanted.placedFrom && { placed_from: wanted.placedFrom }),
              ...(wanted.clock && { clock: wanted.clock.kind }),
              ...(wanted.clock?.from && { due_from: wanted.clock.from }),
              ...(wanted.clock?.to && { due_to: wanted.clock.to }),
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
  ...(order.shop ? [ordersKey(order.shop.id), countsKey(order.shop.id), todayKey(order.shop.id)] : []),
];
const at = (id: string) => ({ params: { path: { order_id: id } } });

const viewsKey = (shop: string) => ["shop", shop, "orders", "views"] as const;

export function useViews(shop: string) {
  return useQuery({
    queryKey: viewsKey(shop),
    queryFn: () => body(api.GET("/shops/{shop_id}/order-views", { params: { path: { shop_id: shop } } })),
  });
}

export function useSaveView(shop: string) {
  return useAct({
    do: (view: { name: string; conditions: Conditions }, key) =>
      body(
        api.POST("/shops/{shop_id}/order-views", { params: { path: { shop_id: shop } }, ...under(key), body: view }),
      ),
    changes: [[...viewsKey(shop)]],
  });
}

export function useForgetView(shop: string) {
  return useAct({
    do: (id: string, key) =>
      body(api.DELETE("/order-views/{view_id}", { params: { path: { view_id: id } }, ...under(key) })),
    changes: [[...viewsKey(shop)]],
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

/** Pack an order in several parcels. */
export function useSplit(order: Order) {
  return useAct({
    do: (parcels: { lines: { line_id: string; quantity: number }[] }[], key) =>
      body(api.POST("/orders/{order_id}/split", { ...at(order.id), ...under(key), body: { parcels } })),
    changes: stale(order),
  });
}

/** Pack what was split or merged in one parcel of its own again. */
export function useRepack(order: Order) {
  return useAct({
    do: (_: null, key) => body(api.POST("/orders/{order_id}/repack", { ...at(order.id), ...under(key) })),
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

const exportsKey = (shop: string) => ["shop", shop, "exports"] as const;

/** What may be exported, by the rules of the shop's market. */
export function useExportTerms(shop: string) {
  return useQuery({
    queryKey: [...exportsKey(shop), "terms"],
    queryFn: () => body(api.GET("/shops/{shop_id}/export-terms", { params: { path: { shop_id: shop } } })),
    staleTime: 60 * 60_000,
  });
}

/** A shop's exports, asked for again each second while one is being written. */
export function useExports(shop: string, cursor: string) {
  return useQuery({
    queryKey: [...exportsKey(shop), cursor],
    queryFn: () =>
      body(
        api.GET("/shops/{shop_id}/exports", {
          params: { path: { shop_id: shop }, query: { limit: PAGE, ...(cursor && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ orders, failed }) => orders === null && !failed) ? 1000 : false,
  });
}

export function useExport(shop: string) {
  return useAct({
    do: (asked: ExportIn, key) =>
      body(api.POST("/shops/{shop_id}/exports", { params: { path: { shop_id: shop } }, ...under(key), body: asked })),
    changes: [[...exportsKey(shop)], [...jobsKey]],
  });
}
