import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, test } from "vitest";
import { ready, visit } from "@/test/draw";
import { me, product, quote } from "@/test/fixtures";
import { api, problem } from "@/test/handlers";
import { server } from "@/test/server";
import { draftOf, exactAmount, toChange, toCreate } from "./parts/draft";

beforeEach(() => ready());
const coin = { currency: "CNY", places: 2 };

describe("a price as typed", () => {
  test.each([
    ["99", 2, "99.00"],
    ["0099.5", 2, "99.50"],
    ["1,299.00", 2, "1299.00"],
    ["99.990", 2, "99.99"],
    ["99.999", 2, null],
    ["1200", 0, "1200"],
    ["1200.5", 0, null],
    ["-1", 2, null],
    ["1e3", 2, null],
    ["", 2, null],
  ] as const)("%s in %d places", (text, places, amount) => expect(exactAmount(text, places)).toBe(amount));
});

describe("a draft", () => {
  test("made anew carries its stock, changed only what changed", () => {
    const before = draftOf(product);
    const [sku] = before.skus;
    if (!sku) throw new Error("the fixture has a variant");
    expect(toChange(before, before, coin, true)).toEqual({});
    const dearer = {
      ...before,
      title: "别的",
      skus: [
        { ...sku, price: "208" },
        { code: "B", name: "", price: "1", barcode: "", stock: 5, active: true },
      ],
    };
    expect(toChange(dearer, before, coin, false)).toEqual({
      skus: [
        { id: "sku_1", price: { amount: "208.00", currency: "CNY" } },
        { code: "B", name: "", barcode: "", price: { amount: "1.00", currency: "CNY" }, stock: 5 },
      ],
    });
    expect(toChange(dearer, before, coin, true)).toMatchObject({ title: "别的" });
    expect(toCreate({ ...before, skus: [{ ...sku, stock: 7 }] }, coin).skus?.[0]).toMatchObject({
      stock: 7,
      price: { amount: "198.00" },
    });
  });
});

test("a field at fault is named by the server and shown in its row", async () => {
  server.use(
    http.get(api("/me"), () =>
      HttpResponse.json({ ...me, shops: [{ ...me.shops[0], permissions: ["catalog.edit"] }] }),
    ),
    http.get(api("/categories"), () => HttpResponse.json([{ code: "tea-ware", name: "茶具", children: [] }])),
    http.get(api("/products/:id"), () => HttpResponse.json({ ...product, view: "shop", state: "draft" })),
    http.patch(api("/products/:id"), () =>
      problem(422, {
        code: "catalog.code_taken",
        detail: "编码重复。",
        errors: [{ field: "skus.0.code", message: "店里已有这个编码。" }],
      }),
    ),
  );
  const { user } = visit("/s/shp_1/products/prd_1");
  const code = await screen.findByRole("textbox", { name: "第 1 个款式的编码" });
  await user.clear(code);
  await user.type(code, "BC-1");
  await user.click(screen.getByRole("button", { name: "保存" }));
  expect(await screen.findByText("店里已有这个编码。")).toBeInTheDocument();
  expect(code).toHaveValue("BC-1");
});

test("a product promises a date, and buying goes on with the chosen variant", async () => {
  server.use(
    http.get(api("/products/:id"), () => HttpResponse.json(product)),
    http.post(api("/me/quote"), () => HttpResponse.json(quote)),
    http.get(api("/me/addresses"), () =>
      HttpResponse.json({ items: [], next_cursor: null, prev_cursor: null, total: 0 }),
    ),
  );
  const { user, where } = visit("/p/prd_1");
  expect(await screen.findByRole("heading", { name: product.title })).toBeVisible();
  expect(await screen.findByText("11月27日 14:36 前")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "多一件" }));
  const [buy] = screen.getAllByRole("button", { name: "立即购买 ¥396.00" });
  if (buy) await user.click(buy);
  await waitFor(() => expect(where()).toBe("/checkout?lines=sku_1:2"));
});
