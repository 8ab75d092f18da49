import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { ApiProblem, Offline } from "@/app/problem";
import { draw, ready } from "@/test/draw";
import { cny } from "@/test/fixtures";
import { layFlow, outline } from "./money/layout";
import { MoneyFlow } from "./money/MoneyFlow";
import { OrderNumber } from "./OrderNumber";
import { Picture } from "./Picture";
import { PageProblem, ProblemNotice } from "./Problem";
import { Why } from "./why/Why";

beforeEach(() => ready());

describe("why", () => {
  test("shows the decision in the order of the design, as it was stored", async () => {
    const { user } = draw(<Why decision="dec_1" />);
    await user.click(await screen.findByRole("button", { name: "为什么" }));
    const card = await screen.findByRole("dialog");
    await within(card).findByText("记了一次打包超时");
    const order = [
      "只提醒，不计分",
      "付款后须在此时长内打包。",
      "48 小时",
      "v3 · 2024-03-01 起",
      "订单管理指南",
      "今天的规则已不同，这里按当时的算。",
      "两种标记",
      "到期时没有",
      "11月22日 14:00 + 48 小时 = 11月24日 14:00",
      "11月24日 14:00 前打包，就不会记",
      "判定 dec_1 · 11-24 14:00:00 到期 · 晚 0.4 秒执行",
    ];
    const text = card.textContent ?? "";
    const places = order.map((one) => text.indexOf(one));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  test("is copied as plain sentences", async () => {
    const { user } = draw(<Why decision="dec_1" />);
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(await screen.findByRole("button", { name: "为什么" }));
    await user.click(await screen.findByRole("button", { name: "复制这份说明" }));
    expect(write.mock.calls[0]?.[0].split("\n").slice(0, 4)).toEqual([
      "记了一次打包超时",
      "只提醒，不计分",
      "付款后须在此时长内打包。",
      "48 小时 · 订单管理指南",
    ]);
  });
});

describe("what went wrong", () => {
  test("refused by a rule: the sentence and its why", async () => {
    draw(<ProblemNotice error={new ApiProblem({ detail: "已经打包，地址不能改。", why: "dec_1" }, 409)} />);
    expect(await screen.findByRole("alert")).toHaveTextContent("已经打包，地址不能改。");
    expect(screen.getByRole("button", { name: "为什么" })).toBeVisible();
  });

  test("our fault: nothing happened, try again, the request's id", async () => {
    const retry = vi.fn();
    const { user } = draw(<ProblemNotice error={new ApiProblem({ request_id: "req_9" }, 500)} retry={retry} />);
    expect(await screen.findByRole("alert")).toHaveTextContent("我们这边出错了，你的操作没有生效。请求编号 req_9");
    await user.click(screen.getByRole("button", { name: "再试一次" }));
    expect(retry).toHaveBeenCalledOnce();
  });

  test("the line is down: what was written is kept", async () => {
    draw(<ProblemNotice error={new Offline()} />);
    expect(await screen.findByRole("alert")).toHaveTextContent("断线了，正在重连。你写的都在。");
  });

  test("a page that is not there says so, without a code", async () => {
    draw(<PageProblem error={new ApiProblem({ detail: "x" }, 404)} />);
    expect(await screen.findByText("这里没有东西。")).toBeVisible();
    expect(screen.queryByText(/404/)).not.toBeInTheDocument();
  });
});

describe("every cent", () => {
  const picture = {
    sources: [
      { term: "paid", what: "买家支付", amount: cny("238.00") },
      { term: "subsidies", what: "补贴", amount: cny("12.00") },
    ],
    uses: [
      { term: "refunded", what: "已退买家", amount: cny("31.73") },
      { term: "pending", what: "待结算", amount: cny("218.27") },
    ],
    balanced: true,
  };

  test("the shop's part comes first and largest, bands leave where the last ended", () => {
    const flow = layFlow(picture);
    expect(flow.uses.map(({ part }) => part.term)).toEqual(["pending", "refunded"]);
    const [first, second] = flow.bands;
    expect(second?.from[0]).toBe(first?.from[1]);
    const thick = (pair: [number, number] | undefined) => (pair ? pair[1] - pair[0] : 0);
    expect(thick(first?.from) / thick(second?.from)).toBeCloseTo(218.27 / 31.73, 5);
    expect(thick(first?.to)).toBeCloseTo(thick(first?.from), 9);
    if (first) expect(outline(first, 12, 282)).toMatch(/^M12 .*z$/);
  });

  test("its line adds up with a tick", async () => {
    draw(<MoneyFlow picture={picture} />);
    expect(await screen.findByText("238.00 + 12.00 = 218.27 + 31.73")).toBeVisible();
    expect(screen.getByText("两边相等")).toBeVisible();
    expect(screen.getByText("¥218.27")).toBeVisible();
  });
});

test("an order's number is shown in fours and copied without the spaces", async () => {
  const { user } = draw(<OrderNumber number="731820465521903847" copy />);
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  expect(await screen.findByText("7318 2046 5521 9038 47")).toBeVisible();
  await user.click(screen.getByRole("button", { name: /复制/ }));
  expect(write).toHaveBeenCalledWith("731820465521903847");
});

test("a missing picture is the dial", async () => {
  const { container } = draw(<Picture src={null} alt="盖碗" size={40} />);
  expect(await screen.findByRole("img", { name: "盖碗" })).toBeVisible();
  expect(container.querySelector("img")).toBeNull();
});
