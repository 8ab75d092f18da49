import { queries } from "./query";

/** The one line to the server on which it says that something changed. A hint is no news: what the page shows is asked for anew. */

type Frame = {
  frame: string;
  epoch?: string;
  cursor?: number;
  type?: string;
  data?: { subject?: string };
  snapshot?: unknown;
};

const AGAIN_MS = [500, 1000, 2000, 5000, 10_000, 30_000];
const TOGETHER_MS = 300;
const NOBODY = 4401;

let line: WebSocket | undefined;
let place: { epoch?: string; cursor?: number } = {};
let tries = 0;
let again: ReturnType<typeof setTimeout> | undefined;
let asking: ReturnType<typeof setTimeout> | undefined;
let wanted = false;

/** Hear what concerns whoever is signed in, until the returned function is called; the line mends itself. */
export function listen(): () => void {
  wanted = true;
  connect();
  return () => {
    wanted = false;
    clearTimeout(again);
    line?.close();
    line = undefined;
    place = {};
    tries = 0;
  };
}

function connect(): void {
  if (!wanted || typeof WebSocket === "undefined") return;
  const mine = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
  line = mine;
  mine.onopen = () => mine.send(JSON.stringify({ frame: "hello", ...place }));
  mine.onmessage = (message) => {
    if (line === mine) take(mine, JSON.parse(message.data));
  };
  mine.onclose = (end) => {
    if (line !== mine || !wanted || end.code === NOBODY) return;
    again = setTimeout(connect, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
    tries += 1;
  };
}

function take(mine: WebSocket, said: Frame): void {
  if (said.frame === "welcome") {
    // what was missed while the line was down is not known any more when there is a snapshot: everything may have changed
    if (place.epoch !== undefined && said.snapshot !== undefined) changed();
    tries = 0;
    place = { epoch: said.epoch, cursor: said.cursor };
  } else if (said.frame === "ping") {
    mine.send(JSON.stringify({ frame: "pong" }));
  } else if (said.frame === "event") {
    place.cursor = said.cursor;
    if (said.type === "changed") changed();
  }
}

/** What is on the page is asked for anew, once for hints that come together. */
function changed(): void {
  if (asking !== undefined) return;
  asking = setTimeout(() => {
    asking = undefined;
    void queries.invalidateQueries({
      refetchType: "active",
      predicate: (query) => !FOR_GOOD.has(String(query.queryKey[0])),
    });
  }, TOGETHER_MS);
}

/** Kinds of questions whose answers no order changes. */
const FOR_GOOD = new Set(["me", "clock", "markets", "rule", "decision", "logins", "addresses"]);
