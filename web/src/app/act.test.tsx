import { renderHook, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeAll, expect, test } from "vitest";
import { ready } from "@/test/draw";
import { api as at, problem } from "@/test/handlers";
import { server } from "@/test/server";
import { Intent, useAct } from "./act";
import { api, body, keepCsrf, under } from "./api";
import { ApiProblem, Offline } from "./problem";
import { Providers } from "./providers";

beforeAll(() => ready("en"));

test("a retry bears the same key, another act another one", () => {
  const intent = new Intent();
  const first = intent.keyFor({ a: 1 });
  expect(intent.keyFor({ a: 1 })).toBe(first);
  intent.ended(new ApiProblem({ code: "kernel.fault" }, 500));
  expect(intent.keyFor({ a: 1 })).toBe(first);
  intent.ended(new ApiProblem({ code: "kernel.in_progress" }, 409));
  intent.ended(new Offline());
  expect(intent.keyFor({ a: 1 })).toBe(first);
  intent.ended(new ApiProblem({ code: "orders.not_on_sale" }, 409));
  const second = intent.keyFor({ a: 1 });
  expect(second).not.toBe(first);
  expect(intent.keyFor({ a: 2 })).not.toBe(second);
});

test("an act that failed on our side is sent again under its key, with the page's token", async () => {
  const seen: (string | null)[][] = [];
  server.use(
    http.post(at("/orders/:id/pack"), ({ request }) => {
      seen.push(["Idempotency-Key", "X-CSRFToken", "Accept-Language"].map((name) => request.headers.get(name)));
      return seen.length === 1 ? problem(500, { code: "kernel.fault" }) : HttpResponse.json({ id: "pkg_1" });
    }),
  );
  keepCsrf("csrf-9");
  const { result } = renderHook(
    () =>
      useAct({
        do: (id: string, key) =>
          body(api.POST("/orders/{order_id}/pack", { params: { path: { order_id: id } }, ...under(key) })),
      }),
    { wrapper: Providers },
  );
  await waitFor(() => expect(result.current).not.toBeNull());
  result.current.mutate("ord_1");
  await waitFor(() => expect(result.current.error).toBeInstanceOf(ApiProblem));
  expect((result.current.error as ApiProblem).requestId).toBe("req_7");
  result.current.mutate("ord_1");
  await waitFor(() => expect(result.current.isSuccess).toBe(true));
  const [first, second] = seen;
  expect(first?.slice(1)).toEqual(["csrf-9", "en"]);
  expect(second?.[0]).toBe(first?.[0]);
  expect(first?.[0]).toMatch(/^[0-9a-f-]{36}$/);
});

test("no answer at all is the line being down, a refusal names its rule, its why and its fields", async () => {
  server.use(http.get(at("/me/addresses"), () => HttpResponse.error()));
  await expect(body(api.GET("/me/addresses"))).rejects.toBeInstanceOf(Offline);
  server.use(
    http.get(at("/me/addresses"), () =>
      problem(422, {
        code: "x",
        detail: "No.",
        rule: "orders.a.b",
        why: "dec_9",
        errors: [{ field: "skus.0.price", message: "Too low." }],
      }),
    ),
  );
  const refused = (await body(api.GET("/me/addresses")).catch((error: unknown) => error)) as ApiProblem;
  expect(refused).toMatchObject({
    status: 422,
    code: "x",
    detail: "No.",
    rule: "orders.a.b",
    why: "dec_9",
    byRule: true,
    ours: false,
  });
  expect([...refused.fields]).toEqual([["skus.0.price", "Too low."]]);
});
