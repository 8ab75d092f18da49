import { matchPath } from "react-router";

/** What a page's help is called in the words, and the rules that it goes by. */
export type Help = { key: string; rules: readonly string[] };

const SENDING = ["orders.shipping.pack_within", "orders.shipping.hand_over_within"];
const LAW = ["lawbook.changes.notice_for", "lawbook.overrides.persons"];
const CLOSING = ["orders.unpaid.cancel_after", "orders.cancellation.free_within", "orders.cancellation.answer_within"];

/** Pages where people work, each with its help; the first that fits. */
const PAGES: readonly (readonly [path: string, key: string, rules: readonly string[]])[] = [
  ["/s/:shop/today", "today", [...SENDING, "orders.cancellation.answer_within", "desk.response.within"]],
  ["/s/:shop/orders", "orders", [...CLOSING, ...SENDING]],
  ["/s/:shop/orders/:order", "order", [...SENDING, ...CLOSING, "identity.reveal.per_person_a_day"]],
  [
    "/s/:shop/exports",
    "exports",
    ["orders.export.window", "orders.export.records_per_file", "orders.export.file_kept_for"],
  ],
  ["/s/:shop/warehouse", "warehouse", [...SENDING, "fulfilment.promise.late_unless", "fulfilment.printing.open_for"]],
  ["/s/:shop/desk/replies", "replies", ["desk.faq.quick_replies_max"]],
  ["/s/:shop/desk/response", "response", ["desk.response.within", "desk.response.left_out", "desk.response.target"]],
  [
    "/s/:shop/desk/*",
    "desk",
    ["desk.sessions.system_closes_after", "desk.assignment.eligible_when", "desk.response.within"],
  ],
  ["/s/:shop/products", "products", ["catalog.products.review_within", "catalog.stock.low_at"]],
  ["/s/:shop/products/:product", "product", ["catalog.products.skus_max", "catalog.products.images_max"]],
  ["/s/:shop/staff", "staff", ["shops.staff.per_shop", "identity.factors.required_of_members"]],
  [
    "/s/:shop/notices/*",
    "notices",
    ["notices.messages.defaults", "notices.messages.gathered_for", "notices.messages.quiet_hours"],
  ],
  ["/s/:shop/webhooks/*", "webhooks", ["partner.webhooks.retry_after", "partner.webhooks.switched_off_after"]],
  ["/:place/:shop?/rules/*", "rules", LAW],
  ["/:place/:shop?/calendar", "calendar", []],
  ["/op/shops", "shops", ["shops.staff.per_shop", "identity.viewing.lasts"]],
  ["/op/markets", "markets", ["lawbook.changes.pack_persons", "lawbook.changes.notice_for"]],
  ["/op/people/*", "people", ["identity.reveal.per_person_a_day", "identity.factors.fresh_for"]],
  ["/op/operators", "operators", ["identity.operators.roles", "identity.factors.required_of_operators"]],
  ["/op/products/*", "review", ["catalog.products.review_within", "catalog.prohibited.goods"]],
  ["/op/room/*", "room", []],
];

/** The help of the page at an address; null where there is none. */
export function helpOf(pathname: string): Help | null {
  const found = PAGES.find(([path]) => matchPath(path, pathname));
  return found ? { key: found[1], rules: found[2] } : null;
}
