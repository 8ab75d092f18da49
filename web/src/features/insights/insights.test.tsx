import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, test } from "vitest";
import type { Duty, Sales, Today } from "@/app/types";
import { ready, visit } from "@/test/draw";
import * as fixtures from "@/test/fixtures";
import { api, problem } from "@/test/handlers";
import { server } from "@/test/server";
import { axis, drawn, nice } from "./parts/drawn";

beforeEach(() => ready());

const duty = (change: Partial<Duty> = {}): Duty => ({
  kind: "orders.pack_by",
  day: "2026-11-24",
  due_from: null,
  due_to: "2026-11-24T16:00:00Z",
  count: 2,
  money: null,
  first: fixtures.deadline,
  order: { id: "ord_1", number: "731820465521903801" },
  place: "orders",
  tab: "to_ship",
  sub: null,
  acts: ["pack"],
  ...change,
});
const handOver = duty({
  kind: "orders.hand_over_by",
  day: "2026-11-25",
  due_from: "2026-11-24T16:00:00Z",
  due_to: "2026-11-25T16:00:00Z",
  count: 1,
  money: fixtures.cny("286.00"),
  first: { ...fixtures.deadline, id: "dln_2", due: "2026-11-25T08:28:00Z", soon_at: "2026-11-25T00:28:00Z" },
});
const asked = duty({
  kind: "orders.cancellation",
  count: 3,
  money: fixtures.cny("99.00"),
  first: { ...fixtures.deadline, id: "dln_3", due: "2026-11-24T10:00:00Z" },
  tab: "cancelling",
  acts: ["answer"],
});
const sales: Sales = {
  today: { begins: "2026-11-23T16:00:00Z", ends: fixtures.NOW, amount: fixtures.cny("150.00"), orders: 4, buyers: 3 },
  yesterday: {
    begins: "2026-11-22T16:00:00Z",
    ends: "2026-11-23T06:36:00Z",
    amount: fixtures.cny("100.00"),
    orders: 5,
    buyers: 3,
  },
  today_hours: Array.from({ length: 15 }, (_, hour) => fixtures.cny(`${(hour + 1) * 10}.00`)),
  yesterday_hours: Array.from({ length: 24 }, () => fixtures.cny("100.00")),
};
const today: Today = {
  ...fixtures.quietDay,
  inbox: [handOver, asked, duty()],
  first: { things: 3, money: fixtures.cny("385.00") },
};

function shows(change: Partial<Today> = {}) {
  server.use(http.get(api("/shops/:shop/today"), () => HttpResponse.json({ ...today, ...change })));
}
const lines = async () => within(await screen.findByRole("region", { name: "时限" })).getAllByRole("listitem");

describe("the inbox", () => {
  test("says what to do first and what that keeps, in the server's order, then by time", async () => {
    shows();
    const { user, where } = visit("/s/shp_1");
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("今天先做这 3 件");
    expect(where()).toBe("/s/shp_1/today");
    expect(screen.getByText("¥385.00")).toBeVisible();
    const [first, second, third] = await lines();
    expect(first).toHaveTextContent(/1 单要交给承运明天 16:28 前 · 订单 …3801¥286.00记一次打包超时/);
    expect(second).toHaveTextContent(/3 份取消申请要答复最早 今天 18:00 前¥99.00/);
    expect(third).toHaveTextContent(/2 单要打包最早 今天 16:28 前记一次打包超时/);
    await user.click(screen.getByRole("button", { name: "按时间" }));
    expect((await lines())[0]).toHaveTextContent("2 单要打包");
    expect(where()).toBe("/s/shp_1/today?sort=due");
  });

  test("a line leads to just its orders, one alone to itself; who may not act only looks", async () => {
    shows({ inbox: [handOver, duty({ acts: [] }), asked], first: { things: 2, money: null } });
    visit("/s/shp_1/today");
    const [one, look, answer] = await lines();
    expect(within(one as HTMLElement).getByRole("link")).toHaveAttribute("href", "/s/shp_1/orders/ord_1");
    expect(within(look as HTMLElement).queryByRole("checkbox")).toBeNull();
    expect(within(look as HTMLElement).getByRole("link", { name: "查看：2 单要打包" })).toHaveAttribute(
      "href",
      "/s/shp_1/orders?tab=to_ship&clock=orders.pack_by%2C%2C2026-11-24T16%3A00%3A00Z",
    );
    expect(within(answer as HTMLElement).getByRole("link", { name: /^去答复/ })).toHaveAttribute(
      "href",
      expect.stringContaining("tab=cancelling&clock=orders.cancellation"),
    );
  });

  test("first answers that are due lead to the desk", async () => {
    const first = { ...fixtures.deadline, title: "首次回复", cost: { money: null, what: "店铺的回复率会降" } };
    shows({
      inbox: [duty({ kind: "desk.response", place: "desk", tab: "open", order: null, acts: ["reply"], first })],
    });
    visit("/s/shp_1/today");
    const [line] = await lines();
    expect(line).toHaveTextContent(/2 个会话要首次回复最早 今天 16:28 前店铺的回复率会降/);
    expect(within(line as HTMLElement).getByRole("link", { name: "去回复：2 个会话要首次回复" })).toHaveAttribute(
      "href",
      "/s/shp_1/desk?group=open",
    );
  });

  test("packs the orders behind a line: what was refused is told with its reason", async () => {
    shows();
    const packed: string[] = [];
    const queries: URLSearchParams[] = [];
    server.use(
      http.get(api("/shops/:shop/orders"), ({ request }) => {
        queries.push(new URL(request.url).searchParams);
        return HttpResponse.json(fixtures.page([fixtures.row(1), fixtures.row(2)]));
      }),
      http.post(api("/orders/:id/pack"), ({ params }) => {
        packed.push(String(params.id));
        return params.id === "ord_2"
          ? problem(409, { code: "kernel.wrong_state", detail: "这单刚被 阿宁 打包了。" })
          : HttpResponse.json({ id: "pkg_1" });
      }),
    );
    const { user } = visit("/s/shp_1/today");
    await user.click(await screen.findByRole("button", { name: "选中去打包：2 单要打包" }));
    const bar = await screen.findByRole("region", { name: "已选的操作" });
    expect(bar).toHaveTextContent("已选 2 单 · ¥396.00");
    expect(Object.fromEntries(queries[0] ?? [])).toEqual({
      tab: "to_ship",
      clock: "orders.pack_by",
      due_to: "2026-11-24T16:00:00Z",
      limit: "100",
      sort: "due",
      with: "verbs",
    });
    await user.click(within(bar).getByRole("button", { name: "只打包" }));
    expect(await screen.findByText("1 单成了，1 单没成")).toBeVisible();
    expect(screen.getByText("这单刚被 阿宁 打包了。")).toBeVisible();
    expect(packed).toEqual(["ord_1", "ord_2"]);
  });

  test("when nothing is due today it says when the next thing is, and when nothing waits at all, that", async () => {
    shows({ inbox: [handOver] });
    const { unmount } = visit("/s/shp_1/today");
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("今天没有要赶的事");
    expect(screen.getByText("下一个时限：明天 16:28。")).toBeVisible();
    unmount();
    await ready();
    shows({ inbox: [], first: { things: 0, money: null } });
    visit("/s/shp_1/today");
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("没有要赶的事"));
    expect(screen.getByText("下一个时限到来时，会排在这里。")).toBeVisible();
  });

  test("what lapsed stands at its foot, each with its decision", async () => {
    shows({
      lapsed: [
        {
          day: "2026-11-24",
          outcome: "fulfilment.decision.late_packing",
          says: "记了一次打包超时",
          effect: "只提醒，不计分",
          count: 2,
          money: null,
          late_ms: 412,
          decisions: [
            { decision: "dec_1", order: { id: "ord_1", number: "731820465521903801" }, at: "2026-11-24T04:26:00Z" },
            { decision: "dec_2", order: { id: "ord_2", number: "731820465521903802" }, at: "2026-11-24T04:20:00Z" },
          ],
        },
      ],
    });
    const { user } = visit("/s/shp_1/today");
    expect(await screen.findByText("2 单：记了一次打包超时")).toBeVisible();
    expect(screen.getByText("只提醒，不计分 · 今天 12:26 记录，误差 0.4 秒")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "看每一单" }));
    expect(screen.getByRole("link", { name: "7318 2046 5521 9038 02" })).toHaveAttribute(
      "href",
      "/s/shp_1/orders/ord_2",
    );
    expect(screen.getAllByRole("button", { name: "为什么" })).toHaveLength(2);
  });
});

describe("sales", () => {
  test("stand beside yesterday's up to the same time, as a sentence, a chart and a table", async () => {
    shows({ sales });
    const { user } = visit("/s/shp_1/today");
    const card = await screen.findByRole("region", { name: "今日成交" });
    expect(card).toHaveTextContent("到 14:36，比昨天此时多 ¥50.00。");
    expect(card).toHaveTextContent("比昨天此时多 50%");
    expect(card).toHaveTextContent("比昨天此时少 1");
    await user.click(within(card).getByRole("button", { name: "表" }));
    const rows = within(within(card).getByRole("table")).getAllByRole("row");
    expect(rows).toHaveLength(25);
    expect(rows[1]).toHaveTextContent("1:00¥10.00¥100.00");
    expect(rows[24]).toHaveTextContent("24:00—¥100.00");
  });

  test("are absent for a role that may not see them", async () => {
    shows();
    visit("/s/shp_1/today");
    await lines();
    expect(screen.queryByRole("region", { name: "今日成交" })).toBeNull();
    expect(screen.queryByRole("region", { name: "等回复" })).toBeNull();
  });

  test("grow from midnight to now on an axis of round figures", () => {
    const picture = drawn(sales, { width: 748, height: 150 });
    expect(picture.top).toBe(20_000);
    expect(picture.today.startsWith("M48 128L")).toBe(true);
    expect(picture.now.x).toBeCloseTo(48 + (688 * 14.6) / 24, 1);
    expect(picture.today.endsWith(`${picture.now.x} ${picture.now.y}`)).toBe(true);
    expect([1, 3, 21, 450, 999].map(nice)).toEqual([1, 4, 40, 500, 1000]);
    expect(axis(2_400_000, fixtures.cny("0.00"), "en").map(({ text }) => text)).toEqual([
      "0",
      "6k",
      "12k",
      "18k",
      "24k",
    ]);
    expect(axis(2_400_000, fixtures.cny("0.00"), "zh-Hans").map(({ text }) => text)).toEqual([
      "0",
      "6 千",
      "1.2 万",
      "1.8 万",
      "2.4 万",
    ]);
  });
});
