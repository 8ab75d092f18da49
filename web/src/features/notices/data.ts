import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { noticesKey } from "@/app/notices/data";
import type { NoticeWishes } from "@/app/types";

const PAGE = 30;
const wishesKey = (shop: string) => [...noticesKey(shop), "preferences"] as const;
const of = (shop: string) => (shop ? { shop } : {});

export function useNotices(shop: string, fresh: boolean, cursor: string) {
  return useQuery({
    queryKey: [...noticesKey(shop), "list", fresh, cursor],
    queryFn: () =>
      body(
        api.GET("/me/notices", {
          params: { query: { limit: PAGE, ...of(shop), ...(fresh && { new: true }), ...(cursor && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useRead(shop: string) {
  return useAct({
    do: (id: string, key) => body(api.POST("/me/notices/{id}/read", { params: { path: { id } }, ...under(key) })),
    changes: [[...noticesKey(shop)]],
  });
}

export function useReadAll(shop: string) {
  return useAct({
    do: (_: null, key) => body(api.POST("/me/notices/read-all", { ...under(key), body: of(shop) })),
    changes: [[...noticesKey(shop)]],
  });
}

export function useWishes(shop: string) {
  return useQuery({
    queryKey: wishesKey(shop),
    queryFn: () => body(api.GET("/me/notices/preferences", { params: { query: of(shop) } })),
  });
}

export function useSetWishes(shop: string) {
  return useAct({
    do: ({ topics, quiet }: Pick<NoticeWishes, "topics" | "quiet">, key) =>
      body(api.PUT("/me/notices/preferences", { ...under(key), body: { ...of(shop), topics, quiet } })),
    changes: [[...wishesKey(shop)]],
  });
}
