import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import { Offline } from "@/app/problem";
import { api, problem } from "@/test/handlers";
import { server } from "@/test/server";
import { pasted } from "./parts/Chosen";
import { kept } from "./parts/kept";
import { reason, Tray } from "./parts/tray";

const PATH = api("/conversations/cnv_1/pictures");
const keys: string[] = [];
let tray: Tray;

const file = (name: string) => new File(["bytes"], name, { type: "image/png" });
const states = () => tray.now().map(({ name, state }) => [name, state]);
const settled = () => vi.waitFor(() => expect(tray.now().every(({ state }) => state !== "going")).toBe(true));

/** The server answers each with what it is told, in turn. */
function answers(...told: (() => Response | Promise<Response>)[]): void {
  server.use(
    http.post(PATH, ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key") ?? "");
      return (told.length > 1 ? told.shift() : told[0])?.() ?? HttpResponse.error();
    }),
  );
}
const keeps = (id: string) => () => HttpResponse.json({ id, width: 40, height: 30 }, { status: 201 });

beforeEach(() => {
  sessionStorage.clear();
  keys.length = 0;
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("no pictures are drawn here")));
  tray = new Tray("cnv_1");
});

test("what is chosen goes up at once, survives a page loaded anew, and is taken out to be sent", async () => {
  answers(keeps("pic_1"), keeps("pic_2"));
  tray.add([file("a.png"), file("b.png")]);
  expect(states()).toEqual([
    ["a.png", "going"],
    ["b.png", "going"],
  ]);
  await settled();
  tray = new Tray("cnv_1");
  expect(tray.now().map(({ state, picture }) => [state, picture?.id])).toEqual([
    ["up", "pic_1"],
    ["up", "pic_2"],
  ]);
  expect(tray.take().map(({ id }) => id)).toEqual(["pic_1", "pic_2"]);
  expect([tray.now(), kept("cnv_1").pictures]).toEqual([[], []]);
});

test("one that is refused says why and is tried again under another key", async () => {
  answers(() => problem(422, { code: "conversations.not_a_picture", detail: "No picture." }), keeps("pic_1"));
  tray.add([file("text.png")]);
  await settled();
  const [one] = tray.now();
  expect([one?.state, reason(one?.error), tray.take()]).toEqual(["failed", "No picture.", []]);
  tray.again(one?.key ?? "");
  await settled();
  expect(states()).toEqual([["text.png", "up"]]);
  expect(new Set(keys).size).toBe(2);
});

test("one whose line was lost goes on under its key when the line is back", async () => {
  answers(() => HttpResponse.error(), keeps("pic_1"));
  tray.add([file("a.png")]);
  await settled();
  const [one] = tray.now();
  expect([one?.state, one?.error instanceof Offline, reason(one?.error)]).toEqual(["failed", true, null]);
  tray.back();
  await settled();
  expect(states()).toEqual([["a.png", "up"]]);
  expect(new Set(keys)).toEqual(new Set([one?.key]));
});

test("two go up at a time, and one that is taken away makes room for the next", async () => {
  let free: () => void = () => undefined;
  const waits = new Promise<void>((done) => {
    free = done;
  });
  answers(() => waits.then(keeps("pic_1")));
  tray.add(["a", "b", "c", "d"].map(file));
  await vi.waitFor(() => expect(keys).toHaveLength(2));
  tray.remove(tray.now()[0]?.key ?? "");
  await vi.waitFor(() => expect(keys).toHaveLength(3));
  free();
  await settled();
  expect([states(), keys.length]).toEqual([["b", "c", "d"].map((name) => [name, "up"]), 4]);
});

test("pictures are taken from a clipboard, but not where it holds words as well", () => {
  const picture = file("a.png");
  const board = (types: string[], files: File[]) => ({ types, files }) as unknown as DataTransfer;
  expect(pasted(board(["Files"], [picture, new File([""], "a.txt", { type: "text/plain" })]))).toEqual([picture]);
  expect(pasted(board(["Files", "text/plain"], [picture]))).toEqual([]);
});
