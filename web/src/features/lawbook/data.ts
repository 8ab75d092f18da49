import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import type { DraftIn } from "@/app/types";

export type Sought = { market?: string; module?: string; q?: string; cursor?: string };

/** The rulebook by name; everyone may read it. */
export function useRules(sought: Sought) {
  return useQuery({
    queryKey: ["rules", sought],
    queryFn: () => body(api.GET("/rules", { params: { query: { ...sought, limit: 50 } } })),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });
}

const changesKey = (market: string | null) => ["changes", market] as const;
const overridesKey = (market: string | null) => ["overrides", market] as const;

/** What was announced in a market, and what began a little while ago; everyone may read it. */
export function useChanges(market: string | null) {
  return useQuery({
    queryKey: changesKey(market),
    queryFn: () => body(api.GET("/markets/{code}/changes", { params: { path: { code: market ?? "" } } })),
    enabled: market !== null,
    staleTime: 60_000,
  });
}

/** The operator's drafts and changes, of one rule or in one state. */
export function useOverrides(market: string | null, sought: { rule?: string; state?: string }, wanted = true) {
  return useQuery({
    queryKey: [...overridesKey(market), sought],
    queryFn: () =>
      body(api.GET("/markets/{code}/overrides", { params: { path: { code: market ?? "" }, query: sought } })),
    enabled: wanted && market !== null,
  });
}

/** Whatever changes the law makes the whole of it stale. */
const stale = (market: string | null) => [changesKey(market), overridesKey(market), ["rule"], ["rules"]];

export function useDraft(market: string | null) {
  return useAct({
    do: (draft: DraftIn, key) =>
      body(
        api.POST("/markets/{code}/overrides", { params: { path: { code: market ?? "" } }, ...under(key), body: draft }),
      ),
    changes: [overridesKey(market)],
  });
}

export function usePublish(market: string | null) {
  return useAct({
    do: (id: string, key) => body(api.POST("/overrides/{id}/publish", { params: { path: { id } }, ...under(key) })),
    changes: stale(market),
  });
}

export function useWithdraw(market: string | null) {
  return useAct({
    do: ({ id, reason }: { id: string; reason: string }, key) =>
      body(api.POST("/overrides/{id}/withdraw", { params: { path: { id } }, ...under(key), body: { reason } })),
    changes: stale(market),
  });
}

export type Ending = { id: string; since: string | null; reason: string; emergency: boolean };

export function useRepeal(market: string | null) {
  return useAct({
    do: ({ id, ...ending }: Ending, key) =>
      body(api.POST("/overrides/{id}/repeal", { params: { path: { id } }, ...under(key), body: ending })),
    changes: [overridesKey(market)],
  });
}
