import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { deskKey, talksKey } from "@/app/data";
import { queries } from "@/app/query";
import type { AnsweredLine, Messages, NoReply, ReplyChange, ReplyIn, ReplyValues } from "@/app/types";
import { upload } from "@/app/upload";

/** What part of a shop's sessions is shown: one's own, those in the queue, those about to expire, all that are open, those over. */
export const GROUPS = ["mine", "waiting", "expiring", "open", "closed"] as const;
export type Group = (typeof GROUPS)[number];
const MOST = 200;
const PAGE = 50;

const talkKey = (id: string) => ["talk", id] as const;

/** One's conversation with a shop, made at the first need and the same each time. */
export function useStart(shop: string, wanted: boolean) {
  return useQuery({
    queryKey: ["start", shop],
    queryFn: () => body(api.POST("/shops/{shop_id}/conversations", { params: { path: { shop_id: shop } } })),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useConversation(id: string) {
  return useQuery({
    queryKey: talkKey(id),
    queryFn: () => body(api.GET("/conversations/{conversation_id}", { params: { path: { conversation_id: id } } })),
    enabled: id !== "",
  });
}

/** Messages after a number, in their order. */
export function messagesAfter(id: string, after: number, limit: number): Promise<Messages> {
  return body(
    api.GET("/conversations/{conversation_id}/messages", {
      params: { path: { conversation_id: id }, query: { after_seq: after, limit } },
    }),
  );
}

/** A picture that is kept for a message to show it. */
export type Kept = { id: string; width: number; height: number };

/** Send a picture in; it is kept until a message shows it. */
export function sendIn(id: string, file: Blob, how: Parameters<typeof upload>[2]): Promise<Kept> {
  return upload<Kept>(`/conversations/${id}/pictures`, file, how);
}

/** Where a picture of a conversation is, for its two sides. */
export const pictureAt = (id: string, picture: string) => `/api/v1/conversations/${id}/pictures/${picture}`;

/** The sessions of a shop that are open, first come, first served. */
export function useOpenSessions(shop: string) {
  return useQuery({
    queryKey: [...deskKey(shop), "open"],
    queryFn: () => sessions(shop, "open", MOST, ""),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

/** Take new sessions from now on, or no more. */
export function useAccept(shop: string) {
  return useAct({
    do: (accepting: boolean, key) =>
      body(
        api.PATCH("/shops/{shop_id}/desk", { params: { path: { shop_id: shop } }, ...under(key), body: { accepting } }),
      ),
    changes: [deskKey(shop)],
  });
}

/** How many sessions at once an agent may have. */
export function useSetCapacity(shop: string) {
  return useAct({
    do: ({ person, capacity }: { person: string; capacity: number }, key) =>
      body(
        api.PATCH("/shops/{shop_id}/members/{person}/desk", {
          params: { path: { shop_id: shop, person } },
          ...under(key),
          body: { capacity },
        }),
      ),
    changes: [deskKey(shop)],
  });
}

/** Take a session out of the queue. */
export function useTake(shop: string) {
  return useAct({
    do: (conversation: string, key) =>
      body(
        api.POST("/conversations/{conversation_id}/take", {
          params: { path: { conversation_id: conversation } },
          ...under(key),
        }),
      ),
    changes: [deskKey(shop), ["talk"]],
  });
}

/** The sessions of a shop that are over, the latest first. */
export function useClosedSessions(shop: string, wanted: boolean) {
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [...deskKey(shop), "closed"],
      queryFn: ({ pageParam }) => sessions(shop, "closed", PAGE, pageParam),
      initialPageParam: "",
      getNextPageParam: ({ next_cursor }) => next_cursor,
      enabled: wanted,
    }),
  );
}

function sessions(shop: string, group: Group, limit: number, cursor: string) {
  const query = { group, limit, ...(cursor && { cursor }) };
  return body(api.GET("/shops/{shop_id}/sessions", { params: { path: { shop_id: shop }, query } }));
}

export function useClose(shop: string, conversation: string) {
  return useAct({
    do: (_: null, key) =>
      body(
        api.POST("/conversations/{conversation_id}/close", {
          params: { path: { conversation_id: conversation } },
          ...under(key),
        }),
      ),
    changes: [deskKey(shop), talkKey(conversation)],
  });
}

/** A buyer's orders in a shop, for the shop. */
export function useOrdersOf(shop: string, buyer: string) {
  return useQuery({
    queryKey: ["shop", shop, "orders", "of", buyer],
    queryFn: () =>
      body(
        api.GET("/shops/{shop_id}/orders", {
          params: { path: { shop_id: shop }, query: { buyer_id: buyer, limit: PAGE } },
        }),
      ),
  });
}

/** One's own orders in a shop. */
export function useMyOrdersAt(shop: string) {
  return useQuery({
    queryKey: ["mine", "at", shop],
    queryFn: () => body(api.GET("/me/orders", { params: { query: { shop, limit: PAGE } } })),
  });
}

/** What a shop sells, by words. */
export function useGoodsOf(shop: string, market: string | null, q: string) {
  return useQuery({
    queryKey: ["goods", market, { shop, q }, "few"],
    queryFn: () =>
      body(
        api.GET("/markets/{code}/products", {
          params: { path: { code: market ?? "" }, query: { shop, limit: 30, ...(q && { q }) } },
        }),
      ),
    enabled: market !== null,
    placeholderData: keepPreviousData,
  });
}

const repliesKey = (shop: string) => ["replies", shop] as const;
const valuesKey = (conversation: string) => ["reply-values", conversation] as const;

/** The quick replies of a shop and one's own there, and its closing phrase. */
export function useReplies(shop: string, wanted = true) {
  return useQuery({
    queryKey: repliesKey(shop),
    queryFn: () => body(api.GET("/shops/{shop_id}/replies", { params: { path: { shop_id: shop } } })),
    enabled: wanted,
    staleTime: 60_000,
  });
}

/** What the variables of a reply are filled with in a conversation, as it stands now. */
export function replyValues(conversation: string): Promise<ReplyValues> {
  return queries.fetchQuery({
    queryKey: valuesKey(conversation),
    queryFn: () =>
      body(
        api.GET("/conversations/{conversation_id}/reply-values", {
          params: { path: { conversation_id: conversation } },
        }),
      ),
    staleTime: 2_000,
  });
}

export function useAddReply(shop: string) {
  return useAct({
    do: (reply: ReplyIn, key) =>
      body(
        api.POST("/shops/{shop_id}/replies", {
          params: { path: { shop_id: shop } },
          ...under(key),
          body: reply,
        }),
      ),
    changes: [repliesKey(shop)],
  });
}

export function useChangeReply(shop: string) {
  return useAct({
    do: ({ id, ...change }: { id: string } & Partial<ReplyChange>, key) =>
      body(api.PATCH("/replies/{reply_id}", { params: { path: { reply_id: id } }, ...under(key), body: change })),
    changes: [repliesKey(shop)],
  });
}

export function useRemoveReply(shop: string) {
  return useAct({
    do: (id: string, key) =>
      body(api.DELETE("/replies/{reply_id}", { params: { path: { reply_id: id } }, ...under(key) })),
    changes: [repliesKey(shop)],
  });
}

/** The phrase that is sent when an agent closes a session; null for none. */
export function useSetClosing(shop: string) {
  return useAct({
    do: (text: string | null, key) =>
      body(
        api.PUT("/shops/{shop_id}/closing-phrase", {
          params: { path: { shop_id: shop } },
          ...under(key),
          body: { text },
        }),
      ),
    changes: [repliesKey(shop)],
  });
}

export type Behind = { first?: string; last?: string; outcome?: AnsweredLine["response"]; agent?: string };

/** How soon a shop answers, over the days that the rule names unless others are asked for. */
export function useResponse(shop: string) {
  return useQuery({
    queryKey: [...deskKey(shop), "response"],
    queryFn: () => body(api.GET("/shops/{shop_id}/response", { params: { path: { shop_id: shop } } })),
    placeholderData: keepPreviousData,
  });
}

/** The sessions behind the figures. */
export function useBehind(shop: string, asked: Behind, cursor: string) {
  const query = { ...asked, limit: PAGE, ...(cursor && { cursor }) };
  return useQuery({
    queryKey: [...deskKey(shop), "behind", query],
    queryFn: () => body(api.GET("/shops/{shop_id}/response/sessions", { params: { path: { shop_id: shop }, query } })),
    placeholderData: keepPreviousData,
  });
}

/** Mark a session as needing no reply. */
export function useNoReply(shop: string) {
  return useAct({
    do: ({ session, reason }: { session: string; reason: NoReply }, key) =>
      body(
        api.POST("/sessions/{session_id}/no-reply", {
          params: { path: { session_id: session } },
          ...under(key),
          body: { reason },
        }),
      ),
    changes: [deskKey(shop), ["talk"]],
  });
}

const TOGETHER_MS = 400;
let touching: ReturnType<typeof setTimeout> | undefined;

/** Something was said or read: the lists that show talks are asked for anew, once for what comes together. */
export function touched(): void {
  if (touching !== undefined) return;
  touching = setTimeout(() => {
    touching = undefined;
    void queries.invalidateQueries({ queryKey: talksKey });
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === "shop" && queryKey[2] === "desk" });
  }, TOGETHER_MS);
}
