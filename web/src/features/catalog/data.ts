import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { cartKey, productKey } from "@/app/data";
import type { components } from "@/app/schema";
import type { LineIn, Product, ProductState } from "@/app/types";

export type ProductIn = components["schemas"]["ProductIn"];
export type SkuPatch = components["schemas"]["SkuPatch"];

const shopKey = (shop: string) => ["shop", shop, "products"] as const;
const reviewKey = ["review"] as const;

export function useCategories() {
  return useQuery({
    queryKey: ["categories"],
    queryFn: () => body(api.GET("/categories")),
    staleTime: 60 * 60_000,
  });
}

export type Sought = { q?: string; category?: string; shop?: string };

/** What can be bought in a market, the newest first. */
export function useGoods(market: string | null, sought: Sought) {
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: ["goods", market, sought],
      queryFn: ({ pageParam }) =>
        body(
          api.GET("/markets/{code}/products", {
            params: {
              path: { code: market ?? "" },
              query: { ...sought, limit: 30, ...(pageParam && { cursor: pageParam }) },
            },
          }),
        ),
      initialPageParam: "",
      getNextPageParam: ({ next_cursor }) => next_cursor,
      placeholderData: keepPreviousData,
      enabled: market !== null,
    }),
  );
}

/** How near a product of one's own has come to its limits. */
export function useLimits(id: string | undefined) {
  return useQuery({
    queryKey: [...productKey(id ?? ""), "limits"],
    queryFn: () => body(api.GET("/products/{id}/limits", { params: { path: { id: id ?? "" } } })),
    enabled: id !== undefined,
  });
}

/** What buying so many now would come to, and by when the shop hands it over. */
export function usePromise(line: LineIn | null) {
  return useQuery({
    queryKey: ["quote", line],
    queryFn: () => body(api.POST("/me/quote", { body: { lines: line ? [line] : [] } })),
    enabled: line !== null,
    placeholderData: keepPreviousData,
  });
}

export function useAddToCart() {
  return useAct({
    do: ({ sku, quantity }: { sku: string; quantity: number }, key) =>
      body(
        api.PUT("/me/cart/lines/{sku_id}", { params: { path: { sku_id: sku } }, ...under(key), body: { quantity } }),
      ),
    changes: [cartKey],
  });
}

export type OfShop = { state?: ProductState; q?: string; low?: boolean; cursor?: string };

export function useShopProducts(shop: string, wanted: OfShop) {
  return useQuery({
    queryKey: [...shopKey(shop), wanted],
    queryFn: () =>
      body(api.GET("/shops/{id}/products", { params: { path: { id: shop }, query: { ...wanted, limit: 30 } } })),
    placeholderData: keepPreviousData,
  });
}

const stale = (product: { id: string; shop: { id: string } }) => [
  productKey(product.id),
  shopKey(product.shop.id),
  reviewKey,
  ["goods"],
];

export function useCreate(shop: string) {
  return useAct({
    do: (draft: ProductIn, key) =>
      body(api.POST("/shops/{id}/products", { params: { path: { id: shop } }, ...under(key), body: draft })),
    changes: [shopKey(shop)],
  });
}

export type ProductPatch = Partial<Omit<ProductIn, "skus">> & { skus?: SkuPatch[] };

export function useChange(product: Product | undefined) {
  return useAct({
    do: (patch: ProductPatch, key) =>
      body(
        api.PATCH("/products/{id}", {
          params: { path: { id: product?.id ?? "" } },
          ...under(key),
          body: patch as components["schemas"]["ProductPatch"],
        }),
      ),
    changes: product ? stale(product) : [],
  });
}

export type Move = "submit" | "withdraw" | "publish" | "approve";

/** Move a product on: each verb its own route. */
export function useMove(product: Product) {
  const at = { params: { path: { id: product.id } } };
  const run = {
    submit: (key: string) => body(api.POST("/products/{id}/submit", { ...at, ...under(key) })),
    withdraw: (key: string) => body(api.POST("/products/{id}/withdraw", { ...at, ...under(key) })),
    publish: (key: string) => body(api.POST("/products/{id}/publish", { ...at, ...under(key) })),
    approve: (key: string) => body(api.POST("/products/{id}/approve", { ...at, ...under(key) })),
  };
  return useAct({ do: (verb: keyof typeof run, key) => run[verb](key), changes: stale(product) });
}

export function useReject(product: Product) {
  return useAct({
    do: (reasons: string[], key) =>
      body(
        api.POST("/products/{id}/reject", { params: { path: { id: product.id } }, ...under(key), body: { reasons } }),
      ),
    changes: stale(product),
  });
}

export function useBan(product: Product) {
  return useAct({
    do: (reason: string, key) =>
      body(api.POST("/products/{id}/ban", { params: { path: { id: product.id } }, ...under(key), body: { reason } })),
    changes: stale(product),
  });
}

export function useAdjustStock(product: Product) {
  return useAct({
    do: ({ sku, delta, reason }: { sku: string; delta: number; reason: string }, key) =>
      body(api.POST("/skus/{id}/stock", { params: { path: { id: sku } }, ...under(key), body: { delta, reason } })),
    changes: stale(product),
  });
}

/** Keep a picture: its bytes go up as they are, its address comes back. */
export function useKeepPicture(shop: string) {
  return useAct({
    do: (file: File, key) =>
      body(
        api.POST("/shops/{id}/pictures", {
          params: { path: { id: shop } },
          headers: { ...under(key).headers, "Content-Type": file.type },
          body: file as never,
          bodySerializer: (bytes: unknown) => bytes as File,
        }),
      ),
  });
}

/** What waits for review in a market, the longest waiting first; or what is in another state. */
export function useReview(market: string | null, state: ProductState, cursor: string | null) {
  return useQuery({
    queryKey: [...reviewKey, market, state, cursor],
    queryFn: () =>
      body(
        api.GET("/markets/{code}/products", {
          params: { path: { code: market ?? "" }, query: { state, limit: 30, ...(cursor && { cursor }) } },
        }),
      ),
    enabled: market !== null,
    placeholderData: keepPreviousData,
  });
}
