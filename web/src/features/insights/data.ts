import { useQueries } from "@tanstack/react-query";
import { api, body } from "@/app/api";
import { ordersKey } from "@/app/data";
import type { Duty, OrderRow } from "@/app/types";

/** So many orders are printed at once. */
export const MOST = 100;

export const keyOf = (duty: Duty) => `${duty.kind}@${duty.due_to ?? ""}`;

/** The orders behind some lines of the inbox, what is due first first, each once; undefined until all are here. */
export function useOrdersOf(shop: string, duties: Duty[]): { rows: OrderRow[] | undefined; error: Error | null } {
  const answers = useQueries({
    queries: duties.map((duty) => ({
      queryKey: [...ordersKey(shop), "due", duty.kind, duty.due_from, duty.due_to],
      queryFn: () => ordersOf(shop, duty),
    })),
  });
  const error = answers.find((one) => one.error)?.error ?? null;
  if (answers.some((one) => !one.data)) return { rows: undefined, error };
  const each = new Map(answers.flatMap(({ data }) => data?.items ?? []).map((row) => [row.id, row]));
  return { rows: [...each.values()].slice(0, MOST), error };
}

function ordersOf(shop: string, { kind, due_from, due_to, tab }: Duty) {
  const query = {
    tab,
    clock: kind,
    limit: MOST,
    sort: "due" as const,
    with: "verbs" as const,
    ...(due_from && { due_from }),
    ...(due_to && { due_to }),
  };
  return body(api.GET("/shops/{shop_id}/orders", { params: { path: { shop_id: shop }, query } }));
}
