import { HttpResponse, http } from "msw";
import * as fixtures from "./fixtures";

export const api = (path: string) => `${location.origin}/api/v1${path}`;

/** A refusal as the server writes it. */
export function problem(status: number, body: Record<string, unknown>) {
  return HttpResponse.json(
    { type: "", title: "", status, detail: "", code: "", request_id: "req_7", errors: [], ...body },
    { status, headers: { "Content-Type": "application/problem+json", "X-Request-Id": "req_7" } },
  );
}

export const handlers = [
  http.get(api("/me"), () => HttpResponse.json(fixtures.me)),
  http.get(api("/clock"), () => HttpResponse.json(fixtures.me.clock)),
  http.get(api("/installation"), () => HttpResponse.json(fixtures.installation)),
  http.get(api("/markets"), () => HttpResponse.json(fixtures.markets)),
  http.get(api("/demo/logins"), () => HttpResponse.json([])),
  http.get(api("/me/conversations"), () =>
    HttpResponse.json({ items: [], next_cursor: null, prev_cursor: null, total: 0 }),
  ),
  http.get(api("/me/cart"), () => HttpResponse.json(fixtures.quote)),
  http.get(api("/rules/:rule"), () => HttpResponse.json(fixtures.rule)),
  http.get(api("/products/:id/limits"), () => HttpResponse.json([])),
  http.get(api("/decisions/:id"), () => HttpResponse.json(fixtures.decision)),
  http.get(api("/shops/:shop/orders/counts"), () =>
    HttpResponse.json({
      all: 9,
      unpaid: 1,
      to_ship: 3,
      shipped: 2,
      completed: 2,
      cancelled: 1,
      cancelling: 0,
      sub: { on_hold: 1, pack: 2, collect: 0 },
    }),
  ),
  http.get(api("/shops/:shop/today"), () => HttpResponse.json(fixtures.quietDay)),
  http.get(api("/shops/:shop/order-views"), () => HttpResponse.json([])),
  http.get(api("/orders/:id/packages"), () => HttpResponse.json([])),
  http.get(api("/orders/:id/ledger"), () =>
    HttpResponse.json({ accounts: [], postings: [], picture: { sources: [], uses: [], balanced: true } }),
  ),
];
