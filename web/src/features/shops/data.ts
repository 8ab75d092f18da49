import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { installationQuery, marketsQuery, meQuery } from "@/app/data";
import type { SetUpIn } from "@/app/types";

const membersKey = (shop: string) => ["shop", shop, "members"] as const;
const shopsKey = (market: string | null) => ["market", market, "shops"] as const;

export function useMembers(shop: string) {
  return useQuery({
    queryKey: membersKey(shop),
    queryFn: () => body(api.GET("/shops/{id}/members", { params: { path: { id: shop } } })),
  });
}

/** How near the shop's limits are. */
export function useLimits(shop: string) {
  return useQuery({
    queryKey: [...membersKey(shop), "limits"],
    queryFn: () => body(api.GET("/shops/{id}/limits", { params: { path: { id: shop } } })),
  });
}

export function useAddMember(shop: string) {
  return useAct({
    do: (member: { to: string; role: string }, key) =>
      body(api.POST("/shops/{id}/members", { params: { path: { id: shop } }, ...under(key), body: member })),
    changes: [membersKey(shop)],
  });
}

export function useChangeMember(shop: string) {
  return useAct({
    do: ({ person, role }: { person: string; role: string }, key) =>
      body(
        api.PATCH("/shops/{id}/members/{person}", {
          params: { path: { id: shop, person } },
          ...under(key),
          body: { role },
        }),
      ),
    changes: [membersKey(shop)],
  });
}

export function useRemoveMember(shop: string) {
  return useAct({
    do: (person: string, key) =>
      body(api.DELETE("/shops/{id}/members/{person}", { params: { path: { id: shop, person } }, ...under(key) })),
    changes: [membersKey(shop)],
  });
}

export function useMarketShops(market: string | null, cursor: string) {
  return useQuery({
    queryKey: [...shopsKey(market), cursor],
    queryFn: () =>
      body(
        api.GET("/markets/{code}/shops", {
          params: { path: { code: market ?? "" }, query: { limit: 50, ...(cursor && { cursor }) } },
        }),
      ),
    enabled: market !== null,
    placeholderData: keepPreviousData,
  });
}

export function useOpenShop(market: string | null) {
  return useAct({
    do: (shop: { name: string; owner: string; description: string }, key) =>
      body(
        api.POST("/markets/{code}/shops", {
          params: { path: { code: market ?? "" } },
          ...under(key),
          body: { ...shop, names: {} },
        }),
      ),
    changes: [shopsKey(market)],
  });
}

/** See a shop as its people do from now on; the page is loaded anew, as another's. */
export function useViewAs() {
  return useAct({
    do: ({ shop, role, reason }: { shop: string; role: string; reason: string }, key) =>
      body(api.POST("/shops/{id}/viewings", { params: { path: { id: shop } }, ...under(key), body: { role, reason } })),
    done: ({ shop }) => location.assign(`/s/${shop}/today`),
  });
}

export function useViewings(shop: string, cursor: string) {
  return useQuery({
    queryKey: ["shop", shop, "viewings", cursor],
    queryFn: () =>
      body(
        api.GET("/shops/{id}/viewings", {
          params: { path: { id: shop }, query: { limit: 20, ...(cursor && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** What may be chosen for a marketplace that is not set up yet. */
export function useSetup(wanted: boolean) {
  return useQuery({
    queryKey: ["setup"],
    queryFn: () => body(api.GET("/setup")),
    enabled: wanted,
    retry: false,
    staleTime: Infinity,
  });
}

export function useSetUp() {
  return useAct({
    do: (wish: SetUpIn, key) => body(api.POST("/setup", { ...under(key), body: wish })),
    changes: [[...marketsQuery.queryKey], [...meQuery.queryKey]],
  });
}

/** After it was set up: everything that asks for the marketplace asks anew. */
export const setUpChanges = [[...installationQuery.queryKey]];

export function useTryMail() {
  return useAct({
    do: (trial: { code: string; to: string }, key) => body(api.POST("/setup/mail", { ...under(key), body: trial })),
  });
}
