import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import { addressesKey, meQuery } from "@/app/data";
import type { AddressIn, Me } from "@/app/types";

export function useSendCode() {
  return useAct({ do: (to: string, key) => body(api.POST("/sign-in/codes", { ...under(key), body: { to } })) });
}

export type Proof = { to: string; code: string; name?: string };

/** Sign in; what the page knew of somebody else is forgotten. */
export function useSignIn() {
  const queries = useQueryClient();
  return useAct({
    do: (proof: Proof) => body(api.POST("/sign-in", { body: proof })),
    done: (me: Me) => {
      queries.clear();
      queries.setQueryData(meQuery.queryKey, me);
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
}

export function useName() {
  return useAct({
    do: (name: string, key) => body(api.PATCH("/me", { ...under(key), body: { name } })),
    changes: [[...meQuery.queryKey]],
  });
}

/** The persons of the demonstration. */
export function useLogins() {
  return useQuery({ queryKey: ["logins"], queryFn: () => body(api.GET("/demo/logins")), retry: false });
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

const CODE = /\b\d{4,10}\b/;
const TRIES = 20;
const PAUSE = 250;

/** The newest code that came to someone in the demonstration's Mailbox, once it is there. */
async function codeFor(to: string, digits: number, after: number): Promise<string> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const letters = await body(api.GET("/mailbox", { params: { query: { to } } }));
    for (const { kind, subject, text, at } of letters) {
      if (!kind.startsWith("identity.") || Date.parse(at) < after) continue;
      const found = CODE.exec(`${text} ${subject}`)?.[0];
      if (found?.length === digits) return found;
    }
    await new Promise((wake) => setTimeout(wake, PAUSE));
  }
  throw new Error(to);
}

/** One click for the demonstration: ask for a code, read it from the Mailbox, sign in with it. */
export function useDemoSignIn() {
  const signIn = useSignIn();
  return useAct({
    do: async (to: string, key): Promise<Me> => {
      const before = await body(api.GET("/mailbox", { params: { query: { to } } }));
      const sent = await body(api.POST("/sign-in/codes", { ...under(key), body: { to } })).catch(() => null);
      const newest = before[0] ? Date.parse(before[0].at) : 0;
      const code = await codeFor(to, sent?.digits ?? 6, sent ? newest : 0);
      return signIn.mutateAsync({ to, code });
    },
  });
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
