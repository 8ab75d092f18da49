import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { useMe } from "@/app/data";

const PAGE = 20;
/** Milliseconds between two looks at the machines. */
const EACH = 10_000;

const roomKey = ["room"] as const;
const at = (id: string, key: string) => ({ params: { path: { id } }, ...under(key) });

export const SHOWS = ["open", "soon", "late", "lapsed", "aside"] as const;
export type Show = (typeof SHOWS)[number];
export const LETTERS = ["failed", "waiting", "sent"] as const;
export type LetterShow = (typeof LETTERS)[number];

/** Whether the reader may run again what failed. */
export function useMayRerun(): boolean {
  const { data: me } = useMe();
  return me?.operator?.permissions.includes("kernel.rerun") ?? false;
}

/** How late every deadline fired, and how many are open. */
export function useLateness() {
  return useQuery({
    queryKey: [...roomKey, "lateness"],
    queryFn: () => body(api.GET("/operator/lateness")),
    refetchInterval: EACH,
  });
}

export function useDeadlines(show: Show, kind: string, cursor: string) {
  return useQuery({
    queryKey: [...roomKey, "deadlines", show, kind, cursor],
    queryFn: () =>
      body(
        api.GET("/operator/deadlines", {
          params: { query: { show, kind, limit: PAGE, ...(cursor && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: EACH,
  });
}

export function useListeners() {
  return useQuery({
    queryKey: [...roomKey, "listeners"],
    queryFn: () => body(api.GET("/operator/listeners")),
    refetchInterval: EACH,
  });
}

export function useSetAside(cursor: string) {
  return useQuery({
    queryKey: [...roomKey, "aside", cursor],
    queryFn: () =>
      body(api.GET("/operator/set-aside", { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } })),
    placeholderData: keepPreviousData,
    refetchInterval: EACH,
  });
}

export function useLetters(show: LetterShow, cursor: string) {
  return useQuery({
    queryKey: [...roomKey, "letters", show, cursor],
    queryFn: () =>
      body(api.GET("/operator/post", { params: { query: { show, limit: PAGE, ...(cursor && { cursor }) } } })),
    placeholderData: keepPreviousData,
    refetchInterval: EACH,
  });
}

export function useRerunDeadline() {
  return useAct({
    do: (id: string, key) => body(api.POST("/operator/deadlines/{id}/rerun", at(id, key))),
    changes: [roomKey],
  });
}

export function useRerunEvent() {
  return useAct({
    do: (id: string, key) => body(api.POST("/operator/set-aside/{id}/rerun", at(id, key))),
    changes: [roomKey],
  });
}

export function useSendAgain() {
  return useAct({
    do: (id: string, key) => body(api.POST("/operator/post/{id}/resend", at(id, key))),
    changes: [roomKey],
  });
}
