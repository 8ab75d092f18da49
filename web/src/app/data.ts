import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useAct } from "./act";
import { api, body, keepCsrf, under } from "./api";
import { hear } from "./clock";
import { ApiProblem } from "./problem";
import type { AddressIn, Me } from "./types";

/** Reads that the shells and several features share. */

async function heard<T>(ask: () => Promise<T>, clockOf: (answer: T) => Me["clock"]): Promise<T> {
  const sent = performance.now();
  const answer = await ask();
  hear(clockOf(answer), performance.now() - sent);
  return answer;
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () =>
    heard(
      async () => {
        const me = await body(api.GET("/me"));
        keepCsrf(me.csrf ?? "");
        return me;
      },
      (me) => me.clock,
    ),
  staleTime: 60_000,
});

export function useMe() {
  return useQuery(meQuery);
}

/** An operator who looked at a shop as its people see it is themselves again; the page is loaded anew, for it knew the shop's. */
export function useEndViewing() {
  return useAct({
    do: (_: null, key) => body(api.POST("/me/viewing/end", under(key))),
    done: () => location.assign("/op/shops"),
  });
}

/** Keep the page's clock true: asked again each half minute, and each five seconds when time is simulated. */
export function useClockSync(simulated: boolean): void {
  useQuery({
    queryKey: ["clock"],
    queryFn: () =>
      heard(
        () => body(api.GET("/clock")),
        (answer) => answer,
      ),
    refetchInterval: simulated ? 5000 : 30_000,
    staleTime: 0,
  });
}

/** What this marketplace calls itself and offers, and whether it was set up. */
export const installationQuery = queryOptions({
  queryKey: ["installation"],
  queryFn: () => body(api.GET("/installation")),
  staleTime: 60 * 60_000,
});

export function useInstallation() {
  return useQuery(installationQuery);
}

export const marketsQuery = queryOptions({
  queryKey: ["markets"],
  queryFn: () => body(api.GET("/markets")),
  staleTime: 60 * 60_000,
});

export function useMarkets() {
  return useQuery(marketsQuery);
}

export const addressesKey = ["addresses"] as const;

export function useAddresses(wanted = true) {
  return useQuery({
    queryKey: addressesKey,
    queryFn: async () => (await body(api.GET("/me/addresses"))).items,
    enabled: wanted,
  });
}

export function useAddAddress() {
  return useAct({
    do: (address: AddressIn, key) => body(api.POST("/me/addresses", { ...under(key), body: address })),
    changes: [[...addressesKey]],
  });
}

export const cartKey = ["cart"] as const;

export function useCart(wanted: boolean) {
  return useQuery({ queryKey: cartKey, queryFn: () => body(api.GET("/me/cart")), enabled: wanted });
}

export const productKey = (id: string) => ["product", id] as const;

export function useProduct(id: string, wanted = true) {
  return useQuery({
    queryKey: productKey(id),
    queryFn: () => body(api.GET("/products/{id}", { params: { path: { id } } })),
    enabled: wanted,
  });
}

export function useShop(id: string) {
  return useQuery({
    queryKey: ["shopfront", id],
    queryFn: () => body(api.GET("/shops/{id}", { params: { path: { id } } })),
  });
}

export const orderKey = (id: string) => ["order", id] as const;

export function useOrder(id: string, wanted = true) {
  return useQuery({
    queryKey: orderKey(id),
    queryFn: () => body(api.GET("/orders/{order_id}", { params: { path: { order_id: id } } })),
    enabled: wanted,
    refetchInterval: 30_000,
  });
}

export const talksKey = ["talks"] as const;

/** One's own conversations with shops, the latest first. */
export function useTalks(wanted: boolean) {
  return useQuery({
    queryKey: talksKey,
    queryFn: () => body(api.GET("/me/conversations", {})),
    enabled: wanted,
    refetchInterval: 60_000,
  });
}

export const deskKey = (shop: string) => ["shop", shop, "desk"] as const;

/** Who answers in a shop, how much each carries, and how many wait. */
export function useDesk(shop: string, wanted = true) {
  return useQuery({
    queryKey: [...deskKey(shop), "seats"],
    queryFn: () => body(api.GET("/shops/{shop_id}/desk", { params: { path: { shop_id: shop } } })),
    enabled: wanted,
    refetchInterval: 15_000,
  });
}

export function countsKey(shop: string) {
  return ["shop", shop, "orders", "counts"] as const;
}

export function useOrderCounts(shop: string, wanted = true) {
  return useQuery({
    queryKey: countsKey(shop),
    queryFn: () => body(api.GET("/shops/{shop_id}/orders/counts", { params: { path: { shop_id: shop } } })),
    enabled: wanted,
    refetchInterval: 60_000,
  });
}

/** The lists of a shop's orders, each with what it asks for. */
export const ordersKey = (shop: string) => ["shop", shop, "orders", "list"] as const;

export type Act = "labels" | "pick_list" | "pack";
export type Batch = { act: Act; ids: string[]; unpacked: string[] };
export type Left = { id: string; detail: string; why: string | null };
export type Outcome = { act: Act | "merge"; done: string[]; refused: Left[]; document: string | null };

/** Pack, print labels of what is packed then, or a pick list, for several orders: what is refused stays, each with its reason. */
export function useBatch(shop: string) {
  return useAct({
    do: async ({ act, ids, unpacked }: Batch, key): Promise<Outcome> => {
      const refused = act === "pick_list" ? [] : await packAll(unpacked, key);
      const rest = ids.filter((id) => !refused.some((one) => one.id === id));
      if (act === "pack" || rest.length === 0) return { act, done: rest, refused, document: null };
      const asked = { params: { path: { shop_id: shop } }, ...under(`${key}-print`), body: { order_ids: rest } };
      const printed = await body(
        act === "labels" ? api.POST("/shops/{shop_id}/labels", asked) : api.POST("/shops/{shop_id}/pick-lists", asked),
      );
      const left = printed.refused.map(({ order_id, detail, why }) => ({ id: order_id, detail, why: why ?? null }));
      return { act, done: printed.done, refused: [...refused, ...left], document: printed.document ?? null };
    },
    changes: [ordersKey(shop), countsKey(shop), todayKey(shop), ["order"]],
  });
}

async function packAll(ids: string[], key: string): Promise<Left[]> {
  const refused: Left[] = [];
  for (const id of ids) {
    try {
      await body(api.POST("/orders/{order_id}/pack", { params: { path: { order_id: id } }, ...under(`${key}-${id}`) }));
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
      refused.push({ id, detail: error.message, why: error.why ?? null });
    }
  }
  return refused;
}

/** Pack several orders of one buyer in one parcel. */
export function useMerge(shop: string) {
  return useAct({
    do: (order_ids: string[], key) =>
      body(
        api.POST("/shops/{shop_id}/packages", {
          params: { path: { shop_id: shop } },
          ...under(key),
          body: { order_ids },
        }),
      ),
    changes: [ordersKey(shop), countsKey(shop), todayKey(shop), ["order"]],
  });
}

export const todayKey = (shop: string) => ["shop", shop, "today"] as const;

/** A shop's day: what lapses next, who waits, what was sold. */
export function useToday(shop: string) {
  return useQuery({
    queryKey: todayKey(shop),
    queryFn: () => body(api.GET("/shops/{shop_id}/today", { params: { path: { shop_id: shop } } })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

export const jobsKey = ["jobs"] as const;

/** The long work that the reader asked for, asked for again each second while some is under way. */
export function useJobs() {
  return useQuery({
    queryKey: jobsKey,
    queryFn: async () => (await body(api.GET("/me/jobs", { params: { query: { limit: 10 } } }))).items,
    refetchInterval: ({ state }) => (state.data?.some((job) => job.state === "running") ? 1000 : false),
  });
}

export function useStopJob() {
  return useAct({
    do: (id: string, key) =>
      body(api.POST("/me/jobs/{job_id}/stop", { params: { path: { job_id: id } }, ...under(key) })),
    changes: [[...jobsKey], ["shop"]],
  });
}

/** The decision behind a "why", asked for when it is opened. It never changes. */
export function useDecision(id: string, wanted: boolean) {
  return useQuery({
    queryKey: ["decision", id],
    queryFn: () => body(api.GET("/decisions/{id}", { params: { path: { id } } })),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useRule(id: string, market: string | undefined, wanted = true) {
  return useQuery({
    queryKey: ["rule", id, market ?? null],
    queryFn: () => body(api.GET("/rules/{rule}", { params: { path: { rule: id }, query: market ? { market } : {} } })),
    enabled: wanted,
    staleTime: 5 * 60_000,
  });
}

/** The persons of the demonstration; nobody anywhere else. Asked only where it makes a difference. */
export function useLogins(wanted = true) {
  return useQuery({
    queryKey: ["logins"],
    queryFn: () => body(api.GET("/demo/logins")).catch(() => []),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whether this is a demonstration, where a click makes a carrier scan and mail stays here. */
export function useDemo(wanted = true): boolean {
  return (useLogins(wanted).data?.length ?? 0) > 0;
}
