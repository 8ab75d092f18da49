import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queries } from "./query";
import { listen } from "./socket";

/** The other end of the line, as the page gets to see it. */
class Server {
  static all: Server[] = [];
  sent: unknown[] = [];
  closed = false;
  onopen?: () => void;
  onmessage?: (message: { data: string }) => void;
  onclose?: (end: { code: number }) => void;

  constructor(readonly address: string) {
    Server.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const last = () => Server.all[Server.all.length - 1] as Server;
const orders = vi.fn(async () => "orders");
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  Server.all = [];
  orders.mockClear();
  vi.stubGlobal("WebSocket", Server);
  stop = listen();
  last().onopen?.();
});

afterEach(() => {
  stop();
  queries.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function watched(): Promise<void> {
  const { QueryObserver } = await import("@tanstack/react-query");
  new QueryObserver(queries, { queryKey: ["shop", "shp_1", "orders"], queryFn: orders }).subscribe(() => {});
  new QueryObserver(queries, { queryKey: ["me"], queryFn: async () => "me" }).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(10);
}

test("hints that come together ask once for what is shown", async () => {
  expect(last().address).toMatch(/^ws:.*\/ws$/);
  expect(last().sent).toEqual([{ frame: "hello" }]);
  await watched();
  expect(orders).toHaveBeenCalledTimes(1);
  last().says({ frame: "welcome", epoch: "e1", cursor: 0, snapshot: {} });
  for (const cursor of [1, 2, 3]) {
    last().says({ frame: "event", cursor, type: "changed", data: { subject: "ord_1" } });
  }
  await vi.advanceTimersByTimeAsync(400);
  expect(orders).toHaveBeenCalledTimes(2);
});

test("who one is is asked again when one's part in a shop changed, and not for an order", async () => {
  const me = vi.fn(async () => "me");
  const { QueryObserver } = await import("@tanstack/react-query");
  new QueryObserver(queries, { queryKey: ["me"], queryFn: me }).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(10);
  const says = async (cursor: number, fact: string) => {
    last().says({ frame: "event", cursor, type: "changed", data: { subject: "shp_1", fact } });
    await vi.advanceTimersByTimeAsync(400);
  };
  await says(1, "orders.OrderPaid");
  expect(me).toHaveBeenCalledTimes(1);
  await says(2, "shops.MemberChanged");
  expect(me).toHaveBeenCalledTimes(2);
  await says(3, "orders.OrderPaid");
  expect(me).toHaveBeenCalledTimes(2);
});

test("a line that is lost is taken up where it was, and everything is asked for when that is too long ago", async () => {
  await watched();
  last().says({ frame: "welcome", epoch: "e1", cursor: 4, snapshot: {} });
  last().says({ frame: "event", cursor: 7, type: "typing", data: {} });
  last().onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(600);
  expect(Server.all).toHaveLength(2);
  last().onopen?.();
  expect(last().sent).toEqual([{ frame: "hello", epoch: "e1", cursor: 7 }]);
  last().says({ frame: "welcome", epoch: "e1", cursor: 7 });
  await vi.advanceTimersByTimeAsync(400);
  expect(orders).toHaveBeenCalledTimes(1);
  last().says({ frame: "welcome", epoch: "e2", cursor: 0, snapshot: {} });
  await vi.advanceTimersByTimeAsync(400);
  expect(orders).toHaveBeenCalledTimes(2);
});

test("pings are answered, and whoever is signed out is not called again", async () => {
  last().says({ frame: "ping" });
  expect(last().sent).toContainEqual({ frame: "pong" });
  last().onclose?.({ code: 4401 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Server.all).toHaveLength(1);
});
