import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listen } from "@/app/socket";
import { api } from "@/test/handlers";
import { server } from "@/test/server";
import { kept } from "./parts/kept";
import { onlyTalks, type Talk, talkOf } from "./parts/talk";

/** The other end of the line. */
class Line {
  static all: Line[] = [];
  sent: Record<string, unknown>[] = [];
  onopen?: () => void;
  onmessage?: (message: { data: string }) => void;
  onclose?: (end: { code: number }) => void;
  constructor() {
    Line.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {}
  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  of(frame: string): Record<string, unknown>[] {
    return this.sent.filter((one) => one.frame === frame);
  }
}

const line = () => Line.all.at(-1) as Line;
const log: { seq: number; side: string; text: string }[] = [];
let stop = () => {};
let talk: Talk;

function welcomed(): void {
  line().onopen?.();
  line().says({ frame: "welcome", epoch: "e1", cursor: 0 });
}

function lose(): void {
  line().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(600);
}

const message = (seq: number, text: string) => ({
  frame: "event",
  type: "message",
  conversation_id: "cnv_1",
  seq,
  data: { id: `msg_${seq}`, side: "shop", at: "2026-11-24T06:36:00Z", body: { kind: "text", text } },
});
const texts = () => talk.now().messages.map(({ body }) => (body as { text: string }).text);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  Line.all = [];
  log.length = 0;
  sessionStorage.clear();
  vi.stubGlobal("WebSocket", Line);
  server.use(
    http.get(api("/conversations/cnv_1/messages"), ({ request }) => {
      const after = Number(new URL(request.url).searchParams.get("after_seq"));
      const items = log
        .filter(({ seq }) => seq > after)
        .map(({ seq, side, text }) => ({
          seq,
          side,
          id: `m${seq}`,
          sender: null,
          at: "2026-11-24T06:30:00Z",
          body: { kind: "text", text },
        }));
      return HttpResponse.json({ items, last_seq: log.at(-1)?.seq ?? 0, read: { buyer: 0, shop: 0 } });
    }),
  );
  stop = listen();
  welcomed();
  talk = talkOf("cnv_1", "buyer", 0);
  await talk.open();
});

afterEach(() => {
  onlyTalks(new Set());
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a talk is resumed from where the page has it, in one frame for all that join", async () => {
  talkOf("cnv_2", "buyer", 7);
  await Promise.resolve();
  expect(line().of("resume")).toEqual([
    { frame: "resume", resume: { cnv_1: 0 } },
    { frame: "resume", resume: { cnv_2: 7 } },
  ]);
  line().says(message(1, "hello"));
  lose();
  line().onopen?.();
  expect(line().of("hello")).toEqual([{ frame: "hello", epoch: "e1", cursor: 0, resume: { cnv_1: 1, cnv_2: 7 } }]);
});

test("one message at a time is on its way, and what was not acknowledged is said again under the same name", () => {
  talk.send({ kind: "text", text: "one" });
  talk.send({ kind: "text", text: "two" });
  const [first] = line().of("send");
  expect(line().of("send")).toHaveLength(1);
  expect(kept("cnv_1").waiting).toHaveLength(2);
  lose();
  expect(line().of("send")).toEqual([]);
  welcomed();
  expect(line().of("send")).toEqual([first]);
  line().says({
    frame: "ack",
    conversation_id: "cnv_1",
    client_id: first?.client_id,
    seq: 1,
    at: "2026-11-24T06:36:00Z",
  });
  expect(line().of("send")).toHaveLength(2);
  const second = line().of("send")[1];
  line().says({
    frame: "ack",
    conversation_id: "cnv_1",
    client_id: second?.client_id,
    seq: 2,
    at: "2026-11-24T06:36:01Z",
  });
  expect(texts()).toEqual(["one", "two"]);
  expect(kept("cnv_1").waiting).toEqual([]);
});

test("what comes twice is one message, and a hole is filled from the log", async () => {
  line().says(message(1, "hello"));
  line().says(message(1, "hello"));
  expect(texts()).toEqual(["hello"]);
  log.push(
    { seq: 1, side: "shop", text: "hello" },
    { seq: 2, side: "shop", text: "missed" },
    { seq: 3, side: "shop", text: "three" },
  );
  line().says(message(3, "three"));
  await talk.open();
  expect(texts()).toEqual(["hello", "missed", "three"]);
  lose();
  line().onopen?.();
  expect(line().of("hello")[0]?.resume).toEqual({ cnv_1: 3 });
});

test("a message that was refused stays with its reason, and goes again once its writer has seen the rest", () => {
  talk.send({ kind: "text", text: "blind" });
  const [sent] = line().of("send");
  line().says(message(1, "wait"));
  line().says({
    frame: "refused",
    conversation_id: "cnv_1",
    client_id: sent?.client_id,
    code: "conversations.unseen",
    title: "Others wrote.",
  });
  expect(talk.now().waiting).toEqual([
    { client_id: sent?.client_id, seen_seq: 0, body: { kind: "text", text: "blind" }, refused: "Others wrote." },
  ]);
  talk.again(String(sent?.client_id));
  expect(line().of("send")[1]).toEqual({ ...sent, seen_seq: 1 });
});

test("messages on their way survive a page loaded anew", () => {
  lose();
  talk.send({ kind: "text", text: "kept" });
  onlyTalks(new Set());
  talk = talkOf("cnv_1", "buyer", 0);
  expect(talk.now().waiting.map(({ body }) => body)).toEqual([{ kind: "text", text: "kept" }]);
  welcomed();
  expect(line().of("send")).toHaveLength(1);
});
