import { useSyncExternalStore } from "react";
import live from "./live.json";
import { queries } from "./query";

/** The one line to the server: it hints at what changed, which is then asked for anew, and carries talks, whose truth is their `seq`. */

export type Frame = {
  frame: string;
  type?: string;
  conversation_id?: string;
  client_id?: string;
  seq?: number;
  at?: string;
  code?: string;
  title?: string;
  rule?: string;
  data?: Record<string, unknown>;
};
type Welcome = Frame & { epoch?: string; cursor?: number; snapshot?: unknown };

/** Someone who takes part in a conversation: up to where they have it, and what they do with its frames. */
export type Party = { upTo: () => number; hear: (said: Frame) => void };

const AGAIN_MS = [500, 1000, 2000, 5000, 10_000, 30_000];
const TOGETHER_MS = 300;
const LOST_MS = 1500;
const NOBODY = 4401;

let line: WebSocket | undefined;
let place: { epoch?: string; cursor?: number } = {};
let tries = 0;
let again: ReturnType<typeof setTimeout> | undefined;
let asking: ReturnType<typeof setTimeout> | undefined;
let wanted = false;
let welcomed = false;
let lost = false;
let losing: ReturnType<typeof setTimeout> | undefined;
let joining: Set<string> | undefined;
const parties = new Map<string, Party>();
const watchers = new Set<() => void>();

/** Hear what concerns whoever is signed in, until the returned function is called; the line mends itself. */
export function listen(): () => void {
  wanted = true;
  connect();
  addEventListener("online", connectNow);
  return () => {
    wanted = false;
    removeEventListener("online", connectNow);
    clearTimeout(again);
    line?.close();
    line = undefined;
    place = {};
    tries = 0;
    stands(true);
    welcomed = false;
  };
}

/** Take part in a conversation until the returned function is called: what it holds after `upTo` comes now and after each lost line. */
export function attend(conversation: string, party: Party): () => void {
  parties.set(conversation, party);
  join(conversation);
  return () => {
    if (parties.get(conversation) === party) parties.delete(conversation);
  };
}

/** Say something; false while the line is down: it is to be said again after the next `welcome`. */
export function speak(frame: Frame & Record<string, unknown>): boolean {
  if (!welcomed || line?.readyState !== WebSocket.OPEN) return false;
  line.send(JSON.stringify(frame));
  return true;
}

/** Whether the line has been down for longer than a blink. */
export function useLost(): boolean {
  return useSyncExternalStore(watch, () => lost);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function stands(well: boolean): void {
  clearTimeout(losing);
  losing = undefined;
  const tell = (now: boolean) => {
    if (lost === now) return;
    lost = now;
    for (const watcher of watchers) watcher();
  };
  if (well) tell(false);
  else losing = setTimeout(() => tell(true), LOST_MS);
}

/** All who join in one breath are told of in one frame. */
function join(conversation: string): void {
  if (!welcomed) return;
  if (!joining) {
    joining = new Set();
    queueMicrotask(() => {
      const ids = [...(joining ?? [])].filter((id) => parties.has(id));
      joining = undefined;
      if (ids.length > 0) speak({ frame: "resume", resume: whereTheyAre(ids) });
    });
  }
  joining.add(conversation);
}

function whereTheyAre(ids: Iterable<string>): Record<string, number> {
  return Object.fromEntries([...ids].map((id) => [id, parties.get(id)?.upTo() ?? 0]));
}

/** The network is back: no need to wait for the next try. */
function connectNow(): void {
  if (line?.readyState === WebSocket.OPEN) return;
  clearTimeout(again);
  tries = 0;
  connect();
}

function connect(): void {
  if (!wanted || typeof WebSocket === "undefined") return;
  const mine = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
  line = mine;
  mine.onopen = () => {
    const resume = parties.size > 0 ? { resume: whereTheyAre(parties.keys()) } : {};
    mine.send(JSON.stringify({ frame: "hello", ...place, ...resume }));
  };
  mine.onmessage = (message) => {
    if (line === mine) take(mine, JSON.parse(message.data));
  };
  mine.onclose = (end) => {
    if (line !== mine || !wanted) return;
    if (welcomed) stands(false);
    welcomed = false;
    if (end.code === NOBODY) return;
    again = setTimeout(connect, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
    tries += 1;
  };
}

function take(mine: WebSocket, said: Welcome): void {
  if (said.frame === "welcome") {
    // what was missed while the line was down is not known any more when there is a snapshot: everything may have changed
    if (place.epoch !== undefined && said.snapshot !== undefined) changed();
    tries = 0;
    place = { ...(said.epoch && { epoch: said.epoch }), ...(said.cursor !== undefined && { cursor: said.cursor }) };
    welcomed = true;
    stands(true);
    for (const party of [...parties.values()]) party.hear(said);
  } else if (said.frame === "ping") {
    mine.send(JSON.stringify({ frame: "pong" }));
  } else {
    if (said.frame === "event" && said.cursor !== undefined) place.cursor = said.cursor;
    if (said.type === "changed") changed(String(said.data?.fact));
    else if (said.conversation_id) parties.get(said.conversation_id)?.hear(said);
  }
}

/** What is on the page is asked for anew, once for hints that come together. */
function changed(fact?: string): void {
  if (fact !== undefined) facts.add(fact);
  if (asking !== undefined) return;
  asking = setTimeout(() => {
    asking = undefined;
    const heard = new Set(facts);
    facts.clear();
    void queries.invalidateQueries({
      refetchType: "active",
      predicate: ({ queryKey }) => {
        const kept = KEPT[String(queryKey[0])];
        return !kept || kept.but.some((one) => heard.has(one));
      },
    });
  }, TOGETHER_MS);
}

const facts = new Set<string>();
/** Kinds of questions whose answers no order changes: which reads of the API they are, and the facts after which they are asked again. */
const KEPT: Record<string, { asks: string[]; but: string[] }> = live;
