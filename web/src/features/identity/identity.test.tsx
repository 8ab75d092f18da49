import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { ready, visit } from "@/test/draw";
import { me, nobody, page } from "@/test/fixtures";
import { api, problem } from "@/test/handlers";
import { server } from "@/test/server";
import { landing } from "./parts/landing";

beforeEach(() => ready());

test("after signing in one goes where one came from, if that is a page of ours", () => {
  expect(landing(me, "/cart")).toBe("/cart");
  for (const foreign of ["//evil.example", "https://evil.example", "/\\evil.example", null]) {
    expect(landing(me, foreign)).toBe("/s/shp_1/today");
  }
  expect(landing({ ...nobody, operator: { role: "admin", permissions: [] } }, null)).toBe("/op");
  expect(landing(nobody, null)).toBe("/");
});

test("one field, a code, in: a wrong code is said under its field", async () => {
  let who = nobody;
  const tried: unknown[] = [];
  server.use(
    http.get(api("/me"), () => HttpResponse.json(who)),
    http.get(api("/me/orders"), () => HttpResponse.json(page([]))),
    http.post(api("/sign-in/codes"), () =>
      HttpResponse.json({ to: "138 **** 6021", digits: 6, resend_after: 60, valid_for: 600 }, { status: 202 }),
    ),
    http.post(api("/sign-in"), async ({ request }) => {
      tried.push(await request.json());
      if (tried.length === 1)
        return problem(403, {
          code: "identity.wrong_code",
          detail: "验证码不对。",
          errors: [{ field: "code", message: "验证码不对。" }],
        });
      who = me;
      return HttpResponse.json(me);
    }),
  );
  const { user, where } = visit("/sign-in?next=/orders");
  await user.type(await screen.findByLabelText("手机号或邮箱"), "13800006021{Enter}");
  expect(await screen.findByText("6 位数字已发到 138 **** 6021。")).toBeVisible();
  expect(screen.getByRole("button", { name: /秒后可再发/ })).toBeDisabled();
  await user.click(screen.getAllByRole("textbox")[0] as HTMLElement);
  await user.keyboard("111111");
  expect(await screen.findByText("验证码不对。")).toBeInTheDocument();
  await user.click(screen.getAllByRole("textbox")[0] as HTMLElement);
  await user.keyboard("222222");
  await waitFor(() => expect(where()).toBe("/orders"));
  expect(tried).toEqual([
    { to: "13800006021", code: "111111" },
    { to: "13800006021", code: "222222" },
  ]);
});

test("a page of one's own asks to sign in first", async () => {
  server.use(http.get(api("/me"), () => HttpResponse.json(nobody)));
  const { where } = visit("/s/shp_1/orders?tab=all");
  await waitFor(() => expect(where()).toBe("/sign-in?next=%2Fs%2Fshp_1%2Forders%3Ftab%3Dall"));
});

test("a shop that is not one's own is not there", async () => {
  visit("/s/shp_2/orders");
  expect(await screen.findByText("这里没有东西。")).toBeVisible();
});
