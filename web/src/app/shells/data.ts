import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, body } from "../api";
import { ordersKey } from "../data";

const FEW = 5;
/** Shorter words find too much to be worth asking for. */
const LEAST = 2;
const worth = (words: string) => words.length >= LEAST;

/** The first of a shop's orders that the words find, as the list of orders would. */
export function useFoundOrders(shop: string | null, words: string) {
  return useQuery({
    queryKey: [...ordersKey(shop ?? ""), "palette", words],
    queryFn: () =>
      body(
        api.GET("/shops/{shop_id}/orders", {
          params: { path: { shop_id: shop ?? "" }, query: { q: words, limit: FEW } },
        }),
      ),
    enabled: shop !== null && worth(words),
    placeholderData: keepPreviousData,
  });
}

/** The first of a shop's products that the words find. */
export function useFoundProducts(shop: string | null, words: string) {
  return useQuery({
    queryKey: ["shop", shop, "products", "palette", words],
    queryFn: () =>
      body(api.GET("/shops/{id}/products", { params: { path: { id: shop ?? "" }, query: { q: words, limit: FEW } } })),
    enabled: shop !== null && worth(words),
    placeholderData: keepPreviousData,
  });
}

/** The first rules that the words find. */
export function useFoundRules(market: string | null, words: string) {
  return useQuery({
    queryKey: ["rules", "palette", market, words],
    queryFn: () => body(api.GET("/rules", { params: { query: { q: words, limit: FEW, ...(market && { market }) } } })),
    enabled: worth(words),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });
}
