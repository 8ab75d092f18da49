import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hear } from "@/app/clock";
import type { Deadline } from "@/app/types";
import { wedge } from "@/parts/Dial";
import { draw, ready } from "@/test/draw";
import { deadline, NOW } from "@/test/fixtures";
import { Countdown } from "./Countdown";
import { clockText, early, partLeft, phaseOf, ringFigure, ticksEachSecond } from "./phase";

const at = Date.parse;
const said = {
  late: (t: string) => `late ${t}`,
  paused: (t: string) => `stopped ${t}`,
  met: "met",
  moot: "moot",
  ended: "ended",
};
const like = (change: Partial<Deadline>): Deadline => ({ ...deadline, ...change });

describe("what a deadline shows", () => {
  test.each([
    ["long before", {}, "2026-11-23T00:00:00Z", "calm", "1 d 8 h"],
    ["from soon_at on", {}, "2026-11-24T00:28:00Z", "soon", "8:00:10"],
    ["a second before its end", {}, "2026-11-24T08:28:09Z", "soon", "00:01"],
    ["at its end, not fired yet", {}, "2026-11-24T08:28:10Z", "due", "0:00:00"],
    ["a minute past, not fired yet: nothing has happened", {}, "2026-11-24T08:29:10Z", "due", "0:00:00"],
    ["fired", { state: "lapsed" }, "2026-11-24T09:04:22Z", "overdue", "late 0:36:12"],
    ["fired long ago", { state: "lapsed" }, "2026-11-26T10:28:10Z", "overdue", "late 2 d 2 h"],
    ["ran out at no cost", { state: "lapsed", cost: null }, "2026-11-24T09:04:22Z", "ended", "ended"],
    ["met", { state: "met" }, NOW, "met", "met"],
    ["moot", { state: "moot" }, NOW, "moot", "moot"],
    ["paused", { state: "paused", remainder_ms: 72_900_000 }, NOW, "paused", "stopped 20:15"],
  ] as const)("%s", (_, change, now, phase, text) => {
    const one = like(change);
    expect(phaseOf(one, at(now))).toBe(phase);
    expect(clockText(one, at(now), "en", said)).toBe(text);
  });

  test("it ticks each second under a day, else each minute", () => {
    expect(ticksEachSecond(deadline, at("2026-11-23T00:00:00Z"))).toBe(false);
    expect(ticksEachSecond(deadline, at("2026-11-23T12:00:00Z"))).toBe(true);
    expect(ticksEachSecond(like({ state: "met" }), at(NOW))).toBe(false);
  });

  test("a ring has no room for words", () => {
    expect(ringFigure(deadline, at(NOW), "zh-Hans")).toBe("1:52:10");
    expect(ringFigure(like({ state: "lapsed" }), at("2026-11-24T09:04:22Z"), "zh-Hans")).toBe("+0:36:12");
    expect(ringFigure(like({ state: "paused", remainder_ms: 72_900_000 }), at(NOW), "zh-Hans")).toBe("20:15");
    expect(ringFigure(like({ state: "met" }), at(NOW), "zh-Hans")).toBe("");
  });

  test("how early it was met", () => {
    expect(early(like({ state: "met", closed_at: "2026-11-24T06:28:10Z" }), "zh-Hans")).toBe("2 小时");
    expect(early(deadline, "zh-Hans")).toBeNull();
  });

  test("the wedge is never under six per cent, nor quite whole", () => {
    expect(wedge(0.001)).toBe(wedge(0.06));
    expect(wedge(1)).toBe(wedge(0.99));
    expect(wedge(0.25)).toBe("M7 7V2.7A4.3 4.3 0 0 1 11.30 7.00z");
    expect(partLeft(deadline, at("2026-11-30T00:00:00Z"))).toBe(0);
  });
});

describe("the clock on the page", () => {
  beforeEach(async () => {
    await ready();
    vi.useFakeTimers({ shouldAdvanceTime: true });
  });
  afterEach(() => vi.useRealTimers());

  test("counts by the server's clock and speaks the absolute time", async () => {
    hear({ now: NOW, speed: 1, simulated: false });
    draw(<Countdown deadline={deadline} withTime />);
    const clock = await screen.findByRole("button", { name: "打包快到了：今天 16:28 前" });
    expect(clock).toHaveTextContent("1:52:10");
    expect(screen.getByText("16:28 前")).toBeVisible();
    act(() => void vi.advanceTimersByTime(3000));
    expect(clock).toHaveTextContent("1:52:07");
    expect(clock).toHaveAccessibleName("打包快到了：今天 16:28 前");
  });

  test("runs as fast as simulated time, and says that it is simulated", async () => {
    hear({ now: NOW, speed: 60, simulated: true });
    draw(<Countdown deadline={deadline} />);
    const clock = await screen.findByRole("button", { name: /打包快到了/ });
    expect(clock).toHaveTextContent("模拟");
    act(() => void vi.advanceTimersByTime(2000));
    expect(clock).toHaveTextContent(/^1:50:(0\d|10)/);
  });

  test("tells those who hear the page once when it is due soon", async () => {
    hear({ now: "2026-11-24T00:27:58Z", speed: 1, simulated: false });
    draw(<Countdown deadline={deadline} />);
    await screen.findByRole("button", { name: "打包：今天 16:28 前" });
    act(() => void vi.advanceTimersByTime(3000));
    expect(await screen.findByRole("status")).toHaveTextContent("打包快到了：今天 16:28 前");
  });

  test("opens to the sentence, the cost, what stops it, the rule and its source", async () => {
    hear({ now: NOW, speed: 1, simulated: false });
    vi.useRealTimers();
    const { user } = draw(<Countdown deadline={deadline} named size="pill" />);
    await user.click(await screen.findByRole("button", { name: /打包快到了/ }));
    const card = await screen.findByRole("dialog", { name: "打包的时限" });
    expect(within(card).getByText("到 16:28 还没打包，就记一次打包超时。")).toBeInTheDocument();
    expect(within(card).getByText("记一次打包超时")).toBeInTheDocument();
    expect(within(card).getByText("打印面单并打包")).toBeInTheDocument();
    const rule = await within(card).findByRole("link", { name: "打包时限 · 48 小时 · v3" });
    expect(rule).toHaveAttribute("href", "/s/shp_1/rules/orders.shipping.pack_within");
    expect(within(card).getByText("订单管理指南")).toBeInTheDocument();
    await waitFor(() => expect(card).toHaveFocus());
    await user.keyboard("{Escape}");
    expect(screen.getByRole("button", { name: /打包快到了/ })).toHaveAttribute("aria-expanded", "false");
  });

  test("says by how much it was extended, and by which rule", async () => {
    hear({ now: NOW, speed: 1, simulated: false });
    vi.useRealTimers();
    const rule = "orders.cancellation.free_extension_hours";
    const extended = { rule, rule_key: "1a1b2c3d4e5f", rule_says: "商家可延长。", value_text: "3 小时" };
    const { user } = draw(<Countdown deadline={like({ extended })} named size="pill" />);
    await user.click(await screen.findByRole("button", { name: /打包快到了/ }));
    const card = await screen.findByRole("dialog", { name: "打包的时限" });
    const link = within(card).getByRole("link", { name: "+ 3 小时" });
    expect(link).toHaveAttribute("href", `/s/shp_1/rules/${rule}`);
  });
});
