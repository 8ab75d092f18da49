import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, keepCsrf, under } from "@/app/api";
import { addressesKey, meQuery } from "@/app/data";
import { ApiProblem } from "@/app/problem";
import type { components } from "@/app/schema";
import type { AddressIn, Me, PersonSeen } from "@/app/types";
import { make, sign } from "./parts/passkey";

type Schemas = components["schemas"];

export function useSendCode() {
  return useAct({ do: (to: string, key) => body(api.POST("/sign-in/codes", { ...under(key), body: { to } })) });
}

export type Proof = { to: string; code: string; name?: string };

/** Someone comes in: what the page knew of somebody else is forgotten. Or the second factor is wanted yet. */
function useEntering<V, R extends Me | SecondWanted>(enter: (proof: V) => Promise<R>) {
  const queries = useQueryClient();
  return useAct({
    do: (proof: V) => enter(proof),
    done: (answer: R) => {
      if (wantsSecond(answer)) return;
      const me: Me = answer;
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

export type SecondWanted = Schemas["SecondOut"];
export type Security = Schemas["SecurityOut"];

/** Whether the first factor was right but the second is wanted. */
export function wantsSecond(answer: Me | SecondWanted): answer is SecondWanted {
  return "token" in answer;
}

export function usePasswordSignIn() {
  return useEntering((proof: { to: string; password: string }) => body(api.POST("/sign-in/password", { body: proof })));
}

export function useSecond() {
  return useEntering((proof: { token: string; code: string }) => body(api.POST("/sign-in/second", { body: proof })));
}

/** The browser asks the device; what it signed lets its person in. */
export function usePasskeySignIn() {
  return useEntering(async (_: null) => {
    const { options } = await body(api.POST("/sign-in/passkey/options", {}));
    return body(api.POST("/sign-in/passkey", { body: { credential: await sign(options) } }));
  });
}

const securityKey = ["security"];
const sessionsKey = ["sessions"];
const both = [securityKey, sessionsKey, [...meQuery.queryKey]];

export function useSecurity(wanted: boolean) {
  return useQuery({ queryKey: securityKey, queryFn: () => body(api.GET("/me/security")), enabled: wanted });
}

export function useSessions(wanted: boolean) {
  return useQuery({
    queryKey: sessionsKey,
    queryFn: async () => (await body(api.GET("/me/sessions"))).items,
    enabled: wanted,
  });
}

export function useSetPassword() {
  return useAct({
    do: (password: string) => body(api.POST("/me/password", { body: { password } })),
    changes: both,
  });
}

export function useRemovePassword() {
  return useAct({ do: (_: null, key) => body(api.DELETE("/me/password", under(key))), changes: both });
}

export function useBeginAuthenticator() {
  return useAct({ do: (_: null, key) => body(api.POST("/me/authenticator", under(key))) });
}

export function useConfirmAuthenticator() {
  return useAct({
    do: (code: string) => body(api.POST("/me/authenticator/confirm", { body: { code } })),
    changes: both,
  });
}

export function useRemoveAuthenticator() {
  return useAct({ do: (_: null, key) => body(api.DELETE("/me/authenticator", under(key))), changes: both });
}

export function useRecoveryCodes() {
  return useAct({ do: (_: null, key) => body(api.POST("/me/recovery-codes", under(key))), changes: both });
}

export function useAddPasskey() {
  return useAct({
    do: async (name: string) => {
      const { options } = await body(api.POST("/me/passkeys/options", {}));
      return body(api.POST("/me/passkeys", { body: { name, credential: await make(options) } }));
    },
    changes: both,
  });
}

export function useRemovePasskey() {
  return useAct({
    do: (id: string, key) => body(api.DELETE("/me/passkeys/{id}", { params: { path: { id } }, ...under(key) })),
    changes: both,
  });
}

export function useEndSession() {
  return useAct({
    do: (id: string, key) => body(api.DELETE("/me/sessions/{id}", { params: { path: { id } }, ...under(key) })),
    changes: [sessionsKey],
  });
}

export function useEndOthers() {
  return useAct({
    do: (_: null, key) => body(api.POST("/me/sessions/end-others", under(key))),
    changes: [sessionsKey],
  });
}

const peopleKey = ["people"] as const;
export const HATS = ["any", "shop", "operator"] as const;
export type Hat = (typeof HATS)[number];

/** The marketplace's people, masked; `q` is a whole phone number, e-mail address or id. */
export function usePeople(q: string, hat: Hat, cursor: string) {
  return useQuery({
    queryKey: [...peopleKey, q, hat, cursor],
    queryFn: () =>
      body(api.GET("/people", { params: { query: { q, hat, limit: 20, ...(cursor && { cursor }) } } })).catch(
        notReachable,
      ),
    placeholderData: keepPreviousData,
  });
}

/** Words that are no phone, address or id find nobody: that is an answer to who searches. */
function notReachable(error: unknown): { items: PersonSeen[]; next_cursor: null; prev_cursor: null; total: number } {
  if (error instanceof ApiProblem && error.code === "identity.not_reachable") {
    return { items: [], next_cursor: null, prev_cursor: null, total: 0 };
  }
  throw error;
}

export function usePerson(id: string) {
  return useQuery({
    queryKey: [...peopleKey, "one", id],
    queryFn: () => body(api.GET("/people/{id}", { params: { path: { id } } })),
  });
}

export function useRevealPerson(id: string) {
  return useAct({
    do: (reason: string, key) =>
      body(api.POST("/people/{id}/reveal", { params: { path: { id } }, ...under(key), body: { reason } })),
    changes: [[...peopleKey, "one", id]],
  });
}

export function useEndSessionsOf(id: string) {
  return useAct({
    do: (reason: string, key) =>
      body(api.POST("/people/{id}/end-sessions", { params: { path: { id } }, ...under(key), body: { reason } })),
    changes: [[...peopleKey]],
  });
}

export function useTakeOffFactors(id: string) {
  return useAct({
    do: (reason: string, key) =>
      body(api.POST("/operator/take-off-factors", { ...under(key), body: { person: id, reason } })),
    changes: [[...peopleKey]],
  });
}

const operatorsKey = ["operators"] as const;
const ofOperators = [[...operatorsKey], [...peopleKey]];

export function useOperators() {
  return useQuery({ queryKey: [...operatorsKey, "all"], queryFn: () => body(api.GET("/operators")) });
}

export function useOperatorRoles() {
  return useQuery({
    queryKey: [...operatorsKey, "roles"],
    queryFn: () => body(api.GET("/operators/roles")),
    staleTime: 5 * 60_000,
  });
}

export function useAddOperator() {
  return useAct({
    do: (one: { to: string; role: string }, key) => body(api.POST("/operators", { ...under(key), body: one })),
    changes: ofOperators,
  });
}

export function useChangeOperator() {
  return useAct({
    do: ({ person, role }: { person: string; role: string }, key) =>
      body(api.PATCH("/operators/{person}", { params: { path: { person } }, ...under(key), body: { role } })),
    changes: ofOperators,
  });
}

export function useRemoveOperator() {
  return useAct({
    do: (person: string, key) =>
      body(api.DELETE("/operators/{person}", { params: { path: { person } }, ...under(key) })),
    changes: ofOperators,
  });
}
