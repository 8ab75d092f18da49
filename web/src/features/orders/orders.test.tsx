import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, test } from "vitest";
import { ready, visit } from "@/test/draw";
import * as fixtures from "@/test/fixtures";
import { api, problem } from "@/test/handlers";
import { server } from "@/test/server";
import { checkoutPath, linesOf } from "./parts/chosen";
import { changed, wantedOf } from "./parts/wanted";

beforeEach(() => ready());
const zone = "Asia/Shanghai";
const now = Date.parse(fixtures.NOW);

describe("the list's address", () => {
  test("what is to ship comes first, what is due first before it", () => {
    expect(wantedOf(new URLSearchParams(), zone, now)).toMatchObject({
      tab: "to_ship",
      sub: null,
      sort: "due",
      cursor: null,
    });
    expect(wantedOf(new URLSearchParams("tab=all"), zone, now)).toMatchObject({ tab: "all", sort: "placed" });
    expect(wantedOf(new URLSearchParams("q=5521"), zone, now)).toMatchObject({ tab: "all", q: "5521" });
    expect(wantedOf(new URLSearchParams("tab=nonsense&sub=pack&sort=x"), zone, now)).toMatchObject({
      tab: "to_ship",
      sub: "pack",
      sort: "due",
    });
  });

  test("days are counted in the market's zone", () => {
    expect(wantedOf(new URLSearchParams("paid=7d"), zone, now).paidFrom).toBe("2026-11-17T16:00:00.000Z");
    expect(wantedOf(new URLSearchParams("paid=x"), zone, now).paidFrom).toBeNull();
  });

  test("a clock names a kind and when it is due; anything else is no clock", () => {
    const clockOf = (text: string) => wantedOf(new URLSearchParams({ clock: text }), zone, now).clock;
    const to = "2026-11-25T16:00:00+00:00";
    expect(clockOf(`orders.pack_by,,${to}`)).toEqual({ kind: "orders.pack_by", from: "", to });
    expect(clockOf("orders.pack_by")).toEqual({ kind: "orders.pack_by", from: "", to: "" });
    for (const wrong of ["", "pack", "orders.pack_by,yesterday", "orders.pack_by,,2026-11-25"])
      expect(clockOf(wrong)).toBeNull();
  });

  test("another condition begins at the first page", () => {
    expect(changed(new URLSearchParams("tab=all&cursor=abc&q=x"), { q: null, paid: "7d" })).toBe("?tab=all&paid=7d");
  });
});

describe("a shop's orders", () => {
  const rows = [fixtures.row(1), fixtures.row(2), fixtures.held(3)];
  let asked: URLSearchParams[] = [];
  beforeEach(() => {
    asked = [];
    server.use(
      http.get(api("/shops/:shop/orders"), ({ request }) => {
        asked.push(new URL(request.url).searchParams);
        return HttpResponse.json(fixtures.page(rows));
      }),
    );
  });

  test("shows tabs with counts, rows with their clock, buyer, amount and next act", async () => {
    visit("/s/shp_1/orders");
    const tab = await screen.findByRole("link", { name: /^待发货/ });
    await waitFor(() => expect(tab).toHaveTextContent("待发货3"));
    const table = await screen.findByRole("table");
    const [, first] = within(table).getAllByRole("row");
    expect(first).toHaveTextContent("手作白瓷盖碗三件套");
    expect(first).toHaveTextContent("7318 2046 5521 9038 01");
    expect(first).toHaveTextContent("许**");
    expect(first).toHaveTextContent("¥198.00");
    expect(first).toHaveTextContent(/1:5\d:\d\d16:28 前/);
    expect(within(table).getByRole("button", { name: "打包订单 7318 2046 5521 9038 01" })).toBeVisible();
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({ tab: "to_ship", sort: "due", with: "verbs" });
  });

  test("packs what is selected: what cannot is said before, what was refused stays with its reason", async () => {
    const packed: string[] = [];
    server.use(
      http.post(api("/orders/:id/pack"), ({ params }) => {
        packed.push(String(params.id));
        return params.id === "ord_2"
          ? problem(409, { code: "kernel.wrong_state", detail: "这单刚被 阿宁 打包了。" })
          : HttpResponse.json({ id: "pkg_1" });
      }),
    );
    const { user, where } = visit("/s/shp_1/orders");
    for (const n of [1, 2, 3])
      await user.click(await screen.findByRole("checkbox", { name: `选中订单 73182046552190380${n}` }));
    const bar = screen.getByRole("region", { name: "已选的操作" });
    expect(bar).toHaveTextContent("已选 3 单 · ¥594.00");
    expect(bar).toHaveTextContent("1 单不能打包或打印：买家还可自由取消，到时会自动变成待打包。");
    expect(where()).toContain("sel=ord_1%2Cord_2%2Cord_3");
    await user.click(within(bar).getByRole("button", { name: "只打包" }));
    expect(await screen.findByText("1 单成了，1 单没成")).toBeVisible();
    expect(screen.getByText("这单刚被 阿宁 打包了。")).toBeVisible();
    expect(packed).toEqual(["ord_1", "ord_2"]);
    expect(where()).toContain("sel=ord_2");
  });

  test("labels: packs first, prints what is packed, gives the paper and each order's reason", async () => {
    const sent: unknown[] = [];
    server.use(
      http.get(api("/shops/:shop/orders"), () =>
        HttpResponse.json(
          fixtures.page([
            fixtures.row(1),
            fixtures.row(2),
            { ...fixtures.row(3), state: "awaiting_collection", verbs: fixtures.held(3).verbs },
          ]),
        ),
      ),
      http.post(api("/orders/:id/pack"), ({ params }) =>
        params.id === "ord_2"
          ? problem(409, { code: "kernel.wrong_state", detail: "这单刚被 阿宁 打包了。" })
          : HttpResponse.json({ id: "pkg_1" }),
      ),
      http.post(api("/shops/:shop/labels"), async ({ request }) => {
        sent.push(await request.json());
        const refused = [
          { order_id: "ord_3", code: "identity.too_many_reveals", detail: "每天最多 50 次查看。", why: "dec_1" },
        ];
        return HttpResponse.json({ sheet_id: "sht_1", document: "/api/v1/sheets/sht_1", done: ["ord_1"], refused });
      }),
    );
    const { user, where } = visit("/s/shp_1/orders");
    await user.click(await screen.findByRole("checkbox", { name: "Select all" }));
    const bar = screen.getByRole("region", { name: "已选的操作" });
    await user.click(within(bar).getByRole("button", { name: "打印面单并打包" }));
    expect(await screen.findByText("1 单成了，2 单没成")).toBeVisible();
    expect(sent).toEqual([{ order_ids: ["ord_1", "ord_3"] }]);
    expect(screen.getByText("这单刚被 阿宁 打包了。")).toBeVisible();
    expect(screen.getByText("每天最多 50 次查看。")).toBeVisible();
    expect(screen.getByRole("link", { name: "打开 PDF" })).toHaveAttribute("href", "/api/v1/sheets/sht_1");
    expect(where()).toContain("sel=ord_2%2Cord_3");
  });

  test("a condition is written, stands in the address, and is kept as a view without the buyer", async () => {
    const saved: unknown[] = [];
    server.use(
      http.post(api("/shops/:shop/order-views"), async ({ request }) => {
        saved.push(await request.json());
        return HttpResponse.json({ id: "viw_1", name: "盖碗", conditions: {} });
      }),
    );
    const { user, where } = visit("/s/shp_1/orders?tab=all&buyer=13800006021&paid=7d");
    await user.click(await screen.findByRole("button", { name: "加条件" }));
    await user.click(await screen.findByRole("menuitem", { name: "货号" }));
    await user.type(await screen.findByRole("textbox", { name: "货号" }), "CUP{Enter}");
    await waitFor(() => expect(where()).toContain("sku=CUP"));
    await waitFor(() => expect(asked.at(-1)?.get("sku")).toBe("CUP"));
    expect(asked.at(-1)?.get("buyer")).toBe("13800006021");
    await user.click(screen.getByRole("button", { name: "存为常用" }));
    await user.type(await screen.findByRole("textbox", { name: "名字" }), "盖碗{Enter}");
    await waitFor(() => expect(saved).toEqual([{ name: "盖碗", conditions: { tab: "all", paid: "7d", sku: "CUP" } }]));
    await waitFor(() => expect(where()).toBe("/s/shp_1/orders?tab=all&paid=7d&sku=CUP"));
  });

  test("a saved view is an address, black when it is shown, and can be removed", async () => {
    const gone: string[] = [];
    const views = [{ id: "viw_1", name: "今天必发", conditions: { tab: "to_ship", sub: "pack", sort: "due" } }];
    server.use(
      http.get(api("/shops/:shop/order-views"), () => HttpResponse.json(views)),
      http.delete(api("/order-views/:id"), ({ params }) => {
        gone.push(String(params.id));
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user, where } = visit("/s/shp_1/orders?tab=all");
    await user.click(await screen.findByRole("link", { name: "今天必发" }));
    expect(where()).toBe("/s/shp_1/orders?tab=to_ship&sub=pack&sort=due");
    expect(await screen.findByRole("link", { name: "今天必发" })).toHaveAttribute("aria-current", "true");
    await user.click(screen.getByRole("button", { name: "删掉视图 今天必发" }));
    await waitFor(() => expect(gone).toEqual(["viw_1"]));
  });

  test("J, K and Enter walk the rows; the order's page knows its place in the list", async () => {
    server.use(
      http.get(api("/orders/:id"), ({ params }) => HttpResponse.json(fixtures.order({ id: String(params.id) }))),
    );
    const { user, where } = visit("/s/shp_1/orders?tab=to_ship");
    await screen.findByRole("table");
    await user.keyboard("jj{Enter}");
    await waitFor(() => expect(where()).toBe("/s/shp_1/orders/ord_2"));
    expect(await screen.findByText(/第 2 \/ 3 单/)).toBeVisible();
    await user.keyboard("j");
    await waitFor(() => expect(where()).toBe("/s/shp_1/orders/ord_3"));
  });

  test("nothing that fits says so, and clears the conditions", async () => {
    server.use(http.get(api("/shops/:shop/orders"), () => HttpResponse.json(fixtures.page([]))));
    visit("/s/shp_1/orders?q=zzz");
    expect(await screen.findByText("没有符合这些条件的订单。")).toBeVisible();
    expect(screen.getByRole("link", { name: "清空条件" })).toHaveAttribute("href", "/s/shp_1/orders");
  });
});

describe("an order, for its shop", () => {
  const request = {
    id: "cxl_1",
    order_id: "ord_1",
    number: null,
    state: "open",
    reason: "拍错了",
    lines: null,
    opened_at: fixtures.NOW,
    answered_at: null,
    answer_reason: "",
    decision: null,
    deadline: {
      ...fixtures.deadline,
      id: "dln_2",
      kind: "orders.cancellation",
      title: "答复取消申请",
      what: "没有答复视为同意。",
    },
  };
  const verbs = [
    { verb: "pack", operation: "fulfilment.pack", allowed: true },
    { verb: "answer_cancellation", operation: "orders.answer_cancellation", allowed: true },
  ];

  test("a request to cancel is declined with a reason, which is asked for", async () => {
    const answers: unknown[] = [];
    server.use(
      http.get(api("/orders/:id"), () => HttpResponse.json(fixtures.order({ cancellation: request, verbs }))),
      http.post(api("/cancellations/:id/answer"), async ({ request: sent }) => {
        answers.push(await sent.json());
        return HttpResponse.json(fixtures.order());
      }),
    );
    const { user } = visit("/s/shp_1/orders/ord_1");
    const card = await screen.findByRole("region", { name: "买家申请取消" });
    expect(card).toHaveTextContent("取消整单 · 理由：拍错了");
    expect(card).toHaveTextContent("没有答复视为同意。");
    expect(within(card).getByRole("button", { name: "同意并退 ¥198.00" })).toBeEnabled();
    await user.click(within(card).getByRole("button", { name: "拒绝" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "拒绝" }));
    expect(await within(dialog).findByText("写一句理由，买家会看到。")).toBeInTheDocument();
    await user.type(within(dialog).getByRole("textbox"), "已经打包");
    await user.click(within(dialog).getByRole("button", { name: "拒绝" }));
    await waitFor(() => expect(answers).toEqual([{ accept: false, reason: "已经打包" }]));
  });

  test("what may not be packed yet is disabled with its reason", async () => {
    server.use(
      http.get(api("/orders/:id"), () => HttpResponse.json(fixtures.order({ ...fixtures.held(1), view: "shop" }))),
    );
    visit("/s/shp_1/orders/ord_1");
    expect(await screen.findByRole("button", { name: "打印面单并打包" })).toBeDisabled();
    expect(screen.getByText("买家还可自由取消，到时会自动变成待打包。")).toBeVisible();
  });
});

describe("a buyer", () => {
  test("lines of a checkout stand in its address", () => {
    const lines = [{ sku_id: "sku_1", quantity: 2 }];
    expect(checkoutPath(lines)).toBe("/checkout?lines=sku_1:2");
    expect(linesOf(new URLSearchParams("lines=sku_1:2,sku_2:x,:1,sku_3:0"))).toEqual(lines);
  });

  test("places an order once, with what they were shown, and goes to pay", async () => {
    const placed: { key: string | null; body: unknown }[] = [];
    const address = {
      id: "adr_1",
      zone: "CN:浙江省",
      masked: false,
      name: "许月光",
      phone: "+8613800006021",
      country: "CN",
      region: "浙江省",
      city: "杭州市",
      district: "西湖区",
      line: "文三路 478 号",
      postcode: "",
    };
    server.use(
      http.get(api("/me/addresses"), () => HttpResponse.json(fixtures.page([address]))),
      http.post(api("/me/quote"), () => HttpResponse.json(fixtures.quote)),
      http.post(api("/me/orders"), async ({ request }) => {
        placed.push({ key: request.headers.get("Idempotency-Key"), body: await request.json() });
        if (placed.length === 1) return problem(503, { code: "kernel.busy" });
        return HttpResponse.json(
          { orders: [{ id: "ord_1" }], payment: { id: "pay_1", amount: fixtures.cny("396.00") } },
          { status: 201 },
        );
      }),
      http.get(api("/payments/:id"), () =>
        HttpResponse.json({ id: "pay_1", state: "captured", parts: [], captured: fixtures.cny("396.00") }),
      ),
    );
    const { user, where } = visit("/checkout?lines=sku_1:2");
    expect(await screen.findByText("138 0000 6021")).toBeVisible();
    expect(screen.getByText("浙江省杭州市西湖区 文三路 478 号")).toBeVisible();
    expect(screen.getByText("现在付款，店铺 11月27日 14:36 前交给承运")).toBeVisible();
    const [submit] = screen.getAllByRole("button", { name: "提交订单 ¥396.00" });
    await waitFor(() => expect(submit).toBeEnabled());
    if (submit) await user.click(submit);
    await user.click(await screen.findByRole("button", { name: "再试一次" }));
    await waitFor(() => expect(where()).toBe("/pay/pay_1"));
    expect(placed[1]?.key).toBe(placed[0]?.key);
    expect(placed[1]?.body).toEqual({
      lines: [{ sku_id: "sku_1", quantity: 2 }],
      address_id: "adr_1",
      method: "online",
      note: "",
      total: fixtures.cny("396.00"),
    });
  });

  test("sees the clock of an unpaid order, what happens, and how far it has come", async () => {
    server.use(http.get(api("/orders/:id"), () => HttpResponse.json(fixtures.myOrder())));
    const { user } = visit("/orders/ord_1");
    expect(await screen.findByRole("heading", { name: "等你付款 ¥198.00" })).toBeVisible();
    expect(screen.getByText("到 16:28 还没付款，订单会关闭。")).toBeVisible();
    expect(screen.getByRole("button", { name: /付款快到了：今天 16:28 前/ })).toHaveTextContent(/1:5\d:\d\d后关闭/);
    const steps = screen.getByRole("list", { name: "进度" });
    expect(
      within(steps)
        .getAllByRole("listitem")
        .map((step) => step.getAttribute("aria-current")),
    ).toEqual([null, "step", null, null, null]);
    const [cancel] = screen.getAllByRole("button", { name: /^取消订单/ });
    if (cancel) await user.click(cancel);
    expect(await screen.findByText("订单会立即关闭，不能撤回。")).toBeInTheDocument();
  });
});
