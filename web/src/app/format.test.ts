import { describe, expect, test } from "vitest";
import * as format from "./format";

const at = Date.parse;
const shanghai = { zone: "Asia/Shanghai", language: "zh-Hans", now: at("2026-11-24T14:36:00+08:00") } as const;
const london = { zone: "Europe/London", language: "en", now: at("2026-11-24T14:36:00Z") } as const;

describe("money", () => {
  test.each([
    ["1234567.50", "CNY", "¥1,234,567.50"],
    ["-20.00", "CNY", "−¥20.00"],
    ["0.05", "GBP", "£0.05"],
    ["99.00", "USD", "US$99.00"],
    ["120000", "VND", "₫120,000"],
    ["12.30", "MYR", "RM12.30"],
  ])("%s %s is %s", (amount, currency, text) => expect(format.money({ amount, currency })).toBe(text));

  test("a plus marks a change only when asked for", () => {
    expect(format.money({ amount: "3.00", currency: "CNY" }, true)).toBe("+¥3.00");
  });

  test("sums are exact where floats are not", () => {
    const cents = ["0.10", "0.20", "0.30"].map((amount) => ({ amount, currency: "CNY" }));
    expect(format.sum(cents)).toEqual({ amount: "0.60", currency: "CNY" });
    const large = ["90071992547409.93", "0.01"].map((amount) => ({ amount, currency: "CNY" }));
    expect(format.sum(large)).toEqual({ amount: "90071992547409.94", currency: "CNY" });
  });

  test("a large figure is taken apart", () => {
    expect(format.moneyParts({ amount: "1198.00", currency: "CNY" })).toEqual({
      sign: "¥",
      whole: "1,198",
      part: ".00",
    });
    expect(format.moneyParts({ amount: "5000", currency: "VND" })).toEqual({ sign: "₫", whole: "5,000", part: "" });
  });
});

describe("moments", () => {
  test.each([
    ["2026-11-24T18:00:00+08:00", "18:00", "今天 18:00", "18:00"],
    ["2026-11-25T17:05:00+08:00", "明天 17:05", "明天 17:05", "11-25 17:05"],
    ["2026-11-23T09:05:00+08:00", "昨天 9:05", "昨天 9:05", "11-23 9:05"],
    ["2026-12-05T00:00:00+08:00", "12月5日 0:00", "12月5日 0:00", "12-05 0:00"],
    ["2023-02-24T00:00:00+08:00", "2023年2月24日 0:00", "2023年2月24日 0:00", "2023-02-24 0:00"],
  ])("%s in Chinese", (moment, short, named, table) => {
    expect(format.moment(at(moment), shanghai)).toBe(short);
    expect(format.moment(at(moment), shanghai, true)).toBe(named);
    expect(format.tableMoment(at(moment), shanghai)).toBe(table);
  });

  test("in English", () => {
    expect(format.moment(at("2026-11-26T00:10:00Z"), london)).toBe("26 Nov 0:10");
    expect(format.tableMoment(at("2023-02-24T10:00:00Z"), london)).toBe("24 Feb 2023 10:00");
    expect(format.clockFace(london.now, london)).toBe("Tue 24 Nov 14:36");
    expect(format.clockFace(shanghai.now, shanghai)).toBe("周二 11月24日 14:36");
  });

  test("days are those of the market's zone, summer time too", () => {
    expect(format.startOfDay(at("2026-11-24T23:30:00Z"), "Asia/Shanghai")).toBe("2026-11-24T16:00:00.000Z");
    expect(format.startOfDay(at("2026-07-01T12:00:00Z"), "Europe/London")).toBe("2026-06-30T23:00:00.000Z");
    expect(format.startOfDay(at("2026-11-24T12:00:00Z"), "Asia/Shanghai", 6)).toBe("2026-11-17T16:00:00.000Z");
  });
});

describe("spans", () => {
  const hour = 3_600_000;
  test.each([
    [33 * hour, "1 天 9 小时", "1 d 9 h"],
    [72 * hour, "3 天", "3 d"],
    [24 * hour - 1000, "23:59:59", "23:59:59"],
    [hour + 52 * 60_000 + 10_000, "1:52:10", "1:52:10"],
    [12 * 60_000 + 5000, "12:05", "12:05"],
    [0, "0:00:00", "0:00:00"],
  ])("%d ms", (ms, chinese, english) => {
    expect(format.span(ms, "zh-Hans")).toBe(chinese);
    expect(format.span(ms, "en")).toBe(english);
  });

  test("gone by keeps its hour", () => expect(format.span(36 * 60_000 + 12_000, "en", true)).toBe("0:36:12"));
  test("stopped has no seconds", () => expect(format.stillSpan(20 * hour + 15 * 60_000, "en")).toBe("20:15"));
  test("in words, its two largest units", () => {
    expect(format.length(47 * hour + 30 * 60_000, "zh-Hans")).toBe("1 天 23 小时");
    expect(format.length(90_000, "en")).toBe("2 min");
    expect(format.length(5 * hour + 3 * 60_000, "zh-Hant")).toBe("5 小時 3 分");
  });
});

test("order numbers stand in fours", () => {
  expect(format.grouped("731820465521903847")).toBe("7318 2046 5521 9038 47");
  expect(format.ending("731820465521903847")).toBe("…3847");
  expect(format.total({ at_least: 10_000 }, "en")).toBe("10,000+");
});
