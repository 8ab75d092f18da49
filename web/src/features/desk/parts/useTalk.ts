import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { Side } from "@/app/types";
import { type Shown, type Talk, talkOf } from "./talk";

/** A conversation on the page, its log fetched. */
export function useTalk(id: string, side: Side, head: number): { talk: Talk; shown: Shown } {
  // biome-ignore lint/correctness/useExhaustiveDependencies: how far the log stood is asked once; from then on the talk knows
  const talk = useMemo(() => talkOf(id, side, head), [id, side]);
  const shown = useSyncExternalStore(talk.watch, talk.now);
  useEffect(() => void talk.open(), [talk]);
  return { talk, shown };
}
