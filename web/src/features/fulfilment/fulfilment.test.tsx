import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, test } from "vitest";
import { ready, visit } from "@/test/draw";
import * as fixtures from "@/test/fixtures";
import { api } from "@/test/handlers";
import { server } from "@/test/server";

beforeEach(() => ready());

describe("the warehouse", () => {
  const rows = [fixtures.row(1), fixtures.row(2)];
  let asked: URLSearchParams[] = [];
  beforeEach(() => {
    asked = [];
    server.use(
      http.get(api("/shops/:shop/orders"), ({ request }) => {
        const query = new URL(request.url).searchParams;
        asked.push(query);
        return HttpResponse.json(fixtures.page(query.get("q") ? rows.slice(1) : rows));
      }),
      http.get(api("/orders/:id"), ({ params }) =>
        HttpResponse.json(fixtures.order({ id: String(params.id), verbs: fixtures.row(1).verbs })),
      ),
    );
  });

  test("lists what is to pack, what is due first before it, without prices", async () => {
    visit("/s/shp_1/warehouse");
    expect(await screen.findByRole("link", { name: "打开订单 7318 2046 5521 9038 01" })).toBeVisible();
    const [first] = within(screen.getByRole("main")).getAllByRole("listitem");
    expect(first).toHaveTextContent("手作白瓷盖碗三件套");
    expect(first).not.toHaveTextContent("¥");
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({ tab: "to_ship", sub: "pack", sort: "due" });
  });

  test("a scan opens the one order it finds; packing prints its label and leads on", async () => {
    const done: string[] = [];
    server.use(
      http.post(api("/orders/:id/pack"), ({ params }) => {
        done.push(`pack ${params.id}`);
        return HttpResponse.json({ id: "pkg_1" });
      }),
      http.post(api("/shops/:shop/labels"), async ({ request }) => {
        done.push(JSON.stringify(await request.json()));
        return HttpResponse.json({ sheet_id: "sht_1", document: "/api/v1/sheets/sht_1", done: ["ord_2"], refused: [] });
      }),
    );
    const { user } = visit("/s/shp_1/warehouse");
    await user.type(await screen.findByRole("textbox", { name: "扫面单或条码，或输入订单号" }), "553123{Enter}");
    await user.click(await screen.findByRole("button", { name: "打包并打印面单" }));
    expect(await screen.findByRole("link", { name: "打开面单 PDF" })).toHaveAttribute("href", "/api/v1/sheets/sht_1");
    expect(done).toEqual(["pack ord_2", '{"order_ids":["ord_2"]}']);
    await waitFor(() =>
      expect(asked.some((query) => query.get("q") === "553123" && query.get("tab") === "all")).toBe(true),
    );
  });

  test("what can't be printed says why, and a scan that finds nothing says so", async () => {
    server.use(
      http.post(api("/orders/:id/pack"), () => HttpResponse.json({ id: "pkg_1" })),
      http.post(api("/shops/:shop/labels"), () =>
        HttpResponse.json({
          sheet_id: null,
          document: null,
          done: [],
          refused: [
            { order_id: "ord_1", code: "identity.too_many_reveals", detail: "每天最多 50 次查看。", why: "dec_1" },
          ],
        }),
      ),
    );
    const { user, unmount } = visit("/s/shp_1/warehouse?order=ord_1");
    await user.click(await screen.findByRole("button", { name: "打包并打印面单" }));
    expect(await screen.findByText("每天最多 50 次查看。")).toBeVisible();
    expect(screen.getByRole("link", { name: "下一单" })).toHaveAttribute(
      "href",
      "/s/shp_1/warehouse?show=pack&order=ord_2",
    );
    unmount();
    server.use(http.get(api("/shops/:shop/orders"), () => HttpResponse.json(fixtures.page([]))));
    visit("/s/shp_1/warehouse?q=zzz");
    expect(await screen.findByText("没有找到「zzz」。")).toBeVisible();
  });
});
