import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import type { DeliveryState, WebhookIn } from "@/app/types";

const PAGE = 20;
/** Milliseconds between two looks at something that is on its way, and at something that stands still. */
const SOON = 2000;
const CALM = 30_000;

const listKey = (shop: string) => ["shop", shop, "webhooks"] as const;
const webhookKey = (id: string) => ["webhook", id] as const;
const logKey = (id: string) => [...webhookKey(id), "deliveries"] as const;
const deliveryKey = (id: string) => ["delivery", id] as const;
const at = (id: string, key: string) => ({ params: { path: { id } }, ...under(key) });

/** What a webhook may be told, each kind in a sentence. */
export function useKinds() {
  return useQuery({
    queryKey: ["webhook-kinds"],
    queryFn: () => body(api.GET("/webhook-kinds")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useWebhooks(shop: string, cursor: string) {
  return useQuery({
    queryKey: [...listKey(shop), cursor],
    queryFn: () =>
      body(
        api.GET("/shops/{id}/webhooks", {
          params: { path: { id: shop }, query: { limit: PAGE, ...(cursor && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: CALM,
  });
}

export function useWebhook(id: string) {
  return useQuery({
    queryKey: webhookKey(id),
    queryFn: () => body(api.GET("/webhooks/{id}", { params: { path: { id } } })),
    refetchInterval: CALM,
  });
}

/** The log; asked for often while something of it waits. What came of an attempt may have changed the webhook: it is asked too. */
export function useDeliveries(id: string, state: DeliveryState | "", cursor: string) {
  const client = useQueryClient();
  const log = useQuery({
    queryKey: [...logKey(id), state, cursor],
    queryFn: () =>
      body(
        api.GET("/webhooks/{id}/deliveries", {
          params: { path: { id }, query: { state, limit: PAGE, ...(cursor && { cursor }) } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.items.some(({ state }) => state === "waiting") ? SOON : CALM),
  });
  const tried = log.data?.items.map((one) => `${one.id} ${one.attempts}`).join();
  const before = useRef(tried);
  useEffect(() => {
    if (before.current !== undefined && before.current !== tried)
      void client.invalidateQueries({ queryKey: webhookKey(id), exact: true });
    before.current = tried;
  }, [client, id, tried]);
  return log;
}

export function useDelivery(id: string | null) {
  return useQuery({
    queryKey: deliveryKey(id ?? ""),
    queryFn: () => body(api.GET("/deliveries/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== null,
    refetchInterval: ({ state: { data } }) => (data?.state === "waiting" ? SOON : false),
  });
}

export function useMakeWebhook(shop: string) {
  return useAct({
    do: (webhook: WebhookIn, key) => body(api.POST("/shops/{id}/webhooks", { ...at(shop, key), body: webhook })),
    changes: [listKey(shop)],
  });
}

export function useChangeWebhook(shop: string, id: string) {
  return useAct({
    do: (webhook: WebhookIn, key) => body(api.PATCH("/webhooks/{id}", { ...at(id, key), body: webhook })),
    changes: [listKey(shop), webhookKey(id)],
  });
}

/** The two acts that a switch has. */
export function useSwitch(shop: string, id: string) {
  return useAct({
    do: (on: boolean, key) =>
      body(on ? api.POST("/webhooks/{id}/switch-on", at(id, key)) : api.POST("/webhooks/{id}/switch-off", at(id, key))),
    changes: [listKey(shop), webhookKey(id)],
  });
}

export function useRemoveWebhook(shop: string, id: string) {
  return useAct({
    do: (_: null, key) => body(api.DELETE("/webhooks/{id}", at(id, key))),
    changes: [listKey(shop)],
  });
}

export function useRotateSecret(shop: string, id: string) {
  return useAct({
    do: (_: null, key) => body(api.POST("/webhooks/{id}/secret", at(id, key))),
    changes: [listKey(shop), webhookKey(id)],
  });
}

export function usePing(id: string) {
  return useAct({
    do: (_: null, key) => body(api.POST("/webhooks/{id}/ping", at(id, key))),
    changes: [webhookKey(id)],
  });
}

export function useRedeliver(webhook: string) {
  return useAct({
    do: (id: string, key) => body(api.POST("/deliveries/{id}/redeliver", at(id, key))),
    changes: [webhookKey(webhook), ["delivery"]],
  });
}
