import { describe, expect, test } from "vitest";
import type { Reply } from "@/app/types";
import { share, took } from "./parts/figures";
import { asks, filled, fitting, pieces, unfilled } from "./parts/replies";

const values = { buyer: "月**", order: "1234 5678", product: null, shop: "窑口", agent: null };
const reply = (id: string, given: Partial<Reply>): Reply => ({
  id,
  whose: "shop",
  title: id,
  text: "",
  shortcut: "",
  folder: "",
  place: 0,
  ...given,
});

describe("quick replies", () => {
  test("variables are filled; those with nothing to fill stay to be seen", () => {
    expect(filled("{buyer}您好，{order} 的 {product} 由 {agent} 打包", values)).toBe(
      "月**您好，1234 5678 的 {product} 由 {agent} 打包",
    );
    expect(unfilled("您的 {product} 好了")).toEqual({ name: "product", from: 3, to: 12 });
    expect(unfilled("{no} such {thing}")).toBeNull();
  });

  test("a value that looks like a variable is not filled again", () => {
    expect(filled("{buyer}", { ...values, buyer: "{shop}" })).toBe("{shop}");
  });

  test("a text in pieces", () => {
    expect(pieces("{buyer}您好{shop}")).toEqual([{ variable: "buyer" }, { plain: "您好" }, { variable: "shop" }]);
  });

  test.each([
    ["/", true],
    ["/fh", true],
    ["/发货", true],
    ["/fh ", false],
    ["on 1/2", false],
    ["", false],
  ])("%j asks for them: %s", (text, wanted) => expect(asks(text)).toBe(wanted));

  test("shortcuts go before words, and one's own before the shop's", () => {
    const shop = [reply("a", { shortcut: "/hi" }), reply("b", { text: "say hi" }), reply("c", { title: "other" })];
    const mine = [reply("d", { whose: "mine", shortcut: "/HI2" }), reply("e", { whose: "mine", folder: "Chit" })];
    const found = (typed: string) => fitting({ mine, shop }, typed).map(({ id }) => id);
    expect(found("/")).toEqual(["d", "e", "a", "b", "c"]);
    expect(found("/hi")).toEqual(["d", "a", "e", "b"]);
    expect(found("/nothing")).toEqual([]);
  });
});

describe("figures", () => {
  test("a share is never rounded up to what was not reached", () => {
    expect(share(0.89999, "en")).toBe("89.9%");
    expect(share(0.9, "en")).toBe("90%");
    expect(share(2 / 3, "zh-Hans")).toBe("66.6%");
    expect(share(null, "en")).toBe("–");
  });

  test.each([
    [0, "0 s"],
    [1, "1 s"],
    [59_000, "59 s"],
    [59_500, "1 min"],
    [60_000, "1 min"],
    [61_001, "1 min 2 s"],
    [3_600_000, "1 h"],
    [86_399_000, "23 h 59 min"],
  ])("%d ms took %s", (ms, text) => expect(took(ms, "en")).toBe(text));
});
