import { QueryClient } from "@tanstack/react-query";
import { ApiProblem, Offline } from "./problem";

/** What the server said, kept while it is fresh. A refusal is an answer and is not asked again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      retry: (times, error) => times < 2 && (error instanceof Offline || (error instanceof ApiProblem && error.ours)),
      retryDelay: (times) => 400 * 2 ** times,
    },
    mutations: { retry: false },
  },
});

let asked = 0;

/** A deadline on the page has just passed: the server is asked what became of it, soon and at most once every two seconds. */
export function timeRanOut(): void {
  const at = performance.now();
  if (at - asked < 2000) return;
  asked = at;
  setTimeout(() => void queries.invalidateQueries({ refetchType: "active" }), 1200);
}
