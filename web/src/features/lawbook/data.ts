import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { marketsQuery } from "@/app/data";
import type { paths } from "@/app/schema";
import type { DraftIn, WeekOfService } from "@/app/types";

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

const calendarKey = (market: string | null) => ["calendar", market] as const;

/** A market's calendar in one year; the present one without. */
export function useCalendar(market: string | null, year: number | undefined) {
  return useQuery({
    queryKey: [...calendarKey(market), year ?? null],
    queryFn: () =>
      body(
        api.GET("/markets/{code}/calendar", {
          params: { path: { code: market ?? "" }, query: year === undefined ? {} : { year } },
        }),
      ),
    enabled: market !== null,
    placeholderData: keepPreviousData,
  });
}

export type Asked = { count: number; unit: string; start?: string };
type Unit = paths["/markets/{code}/reckon"]["get"]["parameters"]["query"]["unit"];

/** When so much time from now, or from a moment, has passed in a market. */
export function useReckoned(market: string | null, { count, unit, start }: Asked) {
  return useQuery({
    queryKey: [...calendarKey(market), "reckon", count, unit, start ?? null],
    queryFn: () =>
      body(
        api.GET("/markets/{code}/reckon", {
          params: { path: { code: market ?? "" }, query: { count, unit: unit as Unit, ...(start && { start }) } },
        }),
      ),
    enabled: market !== null,
    retry: false,
  });
}

export function useSetDay(market: string | null) {
  return useAct({
    do: ({ day, working, name }: { day: string; working: boolean; name: string }, key) =>
      body(
        api.PUT("/markets/{code}/calendar/days/{day}", {
          params: { path: { code: market ?? "", day } },
          ...under(key),
          body: { working, name },
        }),
      ),
    changes: [calendarKey(market)],
  });
}

export function useClearDay(market: string | null) {
  return useAct({
    do: (day: string, key) =>
      body(
        api.DELETE("/markets/{code}/calendar/days/{day}", {
          params: { path: { code: market ?? "", day } },
          ...under(key),
        }),
      ),
    changes: [calendarKey(market)],
  });
}

export function useSetYear(market: string | null) {
  return useAct({
    do: ({ year, known }: { year: number; known: boolean }, key) =>
      body(
        api.PUT("/markets/{code}/calendar/years/{year}", {
          params: { path: { code: market ?? "", year } },
          ...under(key),
          body: { known },
        }),
      ),
    changes: [calendarKey(market)],
  });
}

export function useSetWeek(market: string | null) {
  return useAct({
    do: ({ since, week }: { since: string; week: WeekOfService }, key) =>
      body(
        api.PUT("/markets/{code}/calendar/weeks/{since}", {
          params: { path: { code: market ?? "", since } },
          ...under(key),
          body: { week },
        }),
      ),
    changes: [calendarKey(market)],
  });
}

export function useClearWeek(market: string | null) {
  return useAct({
    do: (since: string, key) =>
      body(
        api.DELETE("/markets/{code}/calendar/weeks/{since}", {
          params: { path: { code: market ?? "", since } },
          ...under(key),
        }),
      ),
    changes: [calendarKey(market)],
  });
}

const termsKey = ["terms"] as const;
const ofMarkets = [[...termsKey], [...marketsQuery.queryKey], ["changes"], ["rule"], ["rules"]];

/** Every market of the rulebook with its packs, for operators. */
export function useTerms() {
  return useQuery({ queryKey: termsKey, queryFn: () => body(api.GET("/operator/markets")) });
}

/** How many shops a market has. */
export function useMarketSize(code: string, open: boolean) {
  return useQuery({
    queryKey: ["market", code, "shops", "size"],
    queryFn: () => body(api.GET("/markets/{code}/shops", { params: { path: { code }, query: { limit: 1 } } })),
    enabled: open,
  });
}

export type Terms = { code: string; pack: string | null; since: string };

export function useOpenMarket() {
  return useAct({
    do: (terms: Terms, key) => body(api.POST("/markets", { ...under(key), body: terms })),
    changes: ofMarkets,
  });
}

export function useProposePack() {
  return useAct({
    do: ({ code, ...change }: Terms & { reason: string }, key) =>
      body(api.POST("/markets/{code}/pack-changes", { params: { path: { code } }, ...under(key), body: change })),
    changes: [[...termsKey]],
  });
}

export function useSettlePack() {
  return useAct({
    do: (id: string, key) => body(api.POST("/pack-changes/{id}/settle", { params: { path: { id } }, ...under(key) })),
    changes: ofMarkets,
  });
}

export function useWithdrawPack() {
  return useAct({
    do: (id: string, key) =>
      body(api.POST("/pack-changes/{id}/withdraw", { params: { path: { id } }, ...under(key), body: { reason: "" } })),
    changes: ofMarkets,
  });
}
