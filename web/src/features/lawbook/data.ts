import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, body } from "@/app/api";

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
