import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { worthRetrying } from "./problem";

type Kept = { about: string; key: string };

/** One act of a person: a write under a key that stays the same until it is known to be done or refused. */
export class Intent {
  private kept: Kept | null = null;

  /** The key for these variables: the same for a retry, another for another act. */
  keyFor(variables: unknown): string {
    const about = JSON.stringify(variables) ?? "";
    if (this.kept?.about !== about) this.kept = { about, key: crypto.randomUUID() };
    return this.kept.key;
  }

  /** The act ended. Only where the outcome is unknown or nothing was done may the same key be used again. */
  ended(error?: unknown): void {
    if (error === undefined || !worthRetrying(error)) this.kept = null;
  }
}

export type Act<V, R> = {
  do: (variables: V, key: string) => Promise<R>;
  /** Queries whose answers this act changes. */
  changes?: QueryKey[];
  done?: (answer: R, variables: V) => void;
};

/** A write with its retained key, the queries it makes stale, and its problem as `error`. */
export function useAct<V, R>({ do: run, changes = [], done }: Act<V, R>) {
  const client = useQueryClient();
  const intent = useRef(new Intent());
  return useMutation<R, Error, V>({
    mutationFn: (variables) => run(variables, intent.current.keyFor(variables)),
    onSuccess: (answer, variables) => {
      intent.current.ended();
      done?.(answer, variables);
    },
    onError: (error) => intent.current.ended(error),
    onSettled: () =>
      Promise.all(changes.map((queryKey) => client.invalidateQueries({ queryKey }))).then(() => undefined),
  });
}
