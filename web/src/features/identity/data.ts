import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, keepCsrf, under } from "@/app/api";
import { addressesKey, meQuery } from "@/app/data";
import type { AddressIn, Me } from "@/app/types";

export function useSendCode() {
  return useAct({ do: (to: string, key) => body(api.POST("/sign-in/codes", { ...under(key), body: { to } })) });
}

export type Proof = { to: string; code: string; name?: string };

/** Someone comes in: what the page knew of somebody else is forgotten. */
function useEntering<V>(enter: (proof: V) => Promise<Me>) {
  const queries = useQueryClient();
  return useAct({
    do: (proof: V) => enter(proof),
    done: (me: Me) => {
      queries.clear();
      keepCsrf(me.csrf ?? "");
      queries.setQueryData(meQuery.queryKey, me);
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
}

export function useSignIn() {
  return useEntering((proof: Proof) => body(api.POST("/sign-in", { body: proof })));
}

export function useName() {
  return useAct({
    do: (name: string, key) => body(api.PATCH("/me", { ...under(key), body: { name } })),
    changes: [[...meQuery.queryKey]],
  });
}

export function useMailbox(to: string) {
  return useQuery({
    queryKey: ["mailbox", to],
    queryFn: () => body(api.GET("/mailbox", { params: { query: { to } } })),
    enabled: to.length > 2,
    refetchInterval: 5000,
    retry: false,
  });
}

/** One click for the demonstration: be that person, without a code. */
export function useDemoSignIn() {
  return useEntering((to: string) => body(api.POST("/demo/sign-in", { body: { to } })));
}

export function useChangeAddress() {
  return useAct({
    do: ({ id, address }: { id: string; address: AddressIn }, key) =>
      body(api.PATCH("/me/addresses/{id}", { params: { path: { id } }, ...under(key), body: address })),
    changes: [[...addressesKey]],
  });
}

export function useRetireAddress() {
  return useAct({
    do: (id: string, key) => body(api.DELETE("/me/addresses/{id}", { params: { path: { id } }, ...under(key) })),
    changes: [[...addressesKey]],
  });
}
