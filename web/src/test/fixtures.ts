import type {
  Deadline,
  Decision,
  Installation,
  Market,
  Me,
  Money,
  Order,
  OrderRow,
  Page,
  Product,
  Quote,
  Rule,
  RuleCited,
  Source,
  Today,
} from "@/app/types";

/** Invented, in the shapes of the API. Tests only. */
export const NOW = "2026-11-24T06:36:00Z";

export const cny = (amount: string): Money => ({ amount, currency: "CNY" });

export const me: Me = {
  person: { id: "per_1", name: "周予安", phone: "138 **** 6021", email: "" },
  hats: ["buyer", "shop"],
  shops: [
    {
      id: "shp_1",
      name: "北窗茶器",
      market: "CN",
      role: "owner",
      permissions: ["orders.read", "shops.members", "fulfilment.pack"],
    },
  ],
  operator: null,
  language: "zh-Hans",
  market: "CN",
  clock: { now: NOW, speed: 1, simulated: false },
  second_wanted: null,
  viewing: null,
  csrf: "csrf-1",
};
export const nobody: Me = { ...me, person: null, hats: [], shops: [], csrf: null };

export const installation: Installation = { name: "集市", languages: ["zh-Hans", "zh-Hant", "en"], set_up: true };

export const markets: Market[] = [
  {
    code: "CN",
    currency: "CNY",
    places: 2,
    zone: "Asia/Shanghai",
    opened: "2022-01-01",
    pack: "douyin-cn",
    next_pack: null,
    next_since: null,
  },
];

export const source: Source = {
  doc: "订单管理指南",
  kind: "seed",
  kind_text: "原文",
  quote: "须在 48 小时内打包",
  address: null,
  grade: null,
};

export const deadline: Deadline = {
  id: "dln_1",
  kind: "orders.pack_by",
  subject: "ord_1",
  opened: "2026-11-22T08:28:00Z",
  due: "2026-11-24T08:28:10Z",
  soon_at: "2026-11-24T00:28:00Z",
  state: "open",
  closed_at: null,
  late_ms: null,
  remainder_ms: null,
  paused_reason: "",
  title: "打包",
  what: "到 16:28 还没打包，就记一次打包超时。",
  stops: "打印面单并打包",
  cost: { money: null, what: "记一次打包超时" },
  rule: "orders.shipping.pack_within",
  rule_key: "0a1b2c3d4e5f",
  rule_says: "付款后须在此时长内打包。",
  value_text: "48 小时",
};

export const cited: RuleCited = {
  id: "orders.shipping.pack_within",
  name: "打包时限",
  says: "付款后须在此时长内打包。",
  converted: false,
  key: "0a1b2c3d4e5f",
  unit: "hours",
  value_text: "48 小时",
  version: 3,
  since: "2024-03-01",
  market: "CN",
  asked: { market: "CN", on: "2026-11-22" },
  layer: "base",
  regime: "集市",
  emergency: false,
  source,
};

export const rule: Rule = {
  id: cited.id,
  module: "orders",
  name: cited.name,
  says: cited.says,
  converted: false,
  unit: "hours",
  kind: "rule",
  covers: ["ORD-04"],
  says_all: {},
  shape: null,
  options: null,
  columns: null,
  between: null,
  compare: null,
  min_count: null,
  judged_on: "order_paid",
  zone: null,
  examples: null,
  note: null,
  asked_with: [],
  market: "CN",
  on: "2026-11-24",
  in_force: cited,
  next: [],
  history: [
    {
      key: "0a1b2c3d4e5f",
      layer: "base",
      regime: "集市",
      version: 3,
      since: "2024-03-01",
      assumed: false,
      where: {},
      unit: "hours",
      value: 48,
      value_text: "48 小时",
      min_count: null,
      notice: null,
      emergency: false,
      ends: null,
      note: null,
      source,
    },
  ],
};

export const decision: Decision = {
  id: "dec_1",
  subject: "ord_1",
  verb: "fulfilment.late_packing",
  outcome: "fulfilment.decision.late_packing",
  says: "记了一次打包超时",
  effect: "只提醒，不计分",
  rule: cited,
  rules: [{ ...cited, id: "fulfilment.promise.marks", name: "两种标记", says: "错过时限的订单会被标记。" }],
  changed_since: true,
  facts: [
    { name: "paid", label: "付款", value: "11月22日 14:00", at: "2026-11-22T06:00:00Z" },
    { name: "packed", label: "打包", value: "到期时没有", at: null },
  ],
  sum: "11月22日 14:00 + 48 小时 = 11月24日 14:00",
  counterfactuals: ["11月24日 14:00 前打包，就不会记"],
  deadline: { id: "dln_1", due: "2026-11-24T06:00:00Z", fired: "2026-11-24T06:00:00.4Z", late_ms: 400 },
  market: "CN",
  zone: "Asia/Shanghai",
  at: "2026-11-24T06:00:00Z",
};

const verb = (name: string, allowed: boolean, why: string | null = null) => ({
  verb: name,
  operation: name,
  allowed,
  why,
});

export function row(n: number, change: Partial<OrderRow> = {}): OrderRow {
  return {
    id: `ord_${n}`,
    number: `73182046552190380${n}`,
    state: "to_process",
    state_text: "待打包",
    tags: [],
    shop: { id: "shp_1", name: "北窗茶器" },
    buyer: { id: "per_9", name: "许**" },
    lines: [
      {
        id: `oln_${n}`,
        product_id: "prd_1",
        sku_id: "sku_1",
        title: "手作白瓷盖碗三件套",
        sku_name: "素白 150 ml",
        picture: null,
        quantity: 1,
        cancelled: 0,
        shipped: 0,
        price: cny("198.00"),
        total: cny("198.00"),
      },
    ],
    amounts: { goods: cny("198.00"), total: cny("198.00"), paid: cny("198.00"), refunded: cny("0.00") },
    method: "online",
    placed_at: "2026-11-22T08:20:00Z",
    paid_at: "2026-11-22T08:28:00Z",
    cancelled_at: null,
    note: "",
    shop_note: "",
    clock: deadline,
    cancellation: null,
    verbs: [
      verb("pack", true),
      verb("cancel", true),
      verb("answer_cancellation", false, "orders.why.no_request"),
      verb("write_note", true),
    ],
    ...change,
  };
}

export const held = (n: number) =>
  row(n, { state: "on_hold", verbs: [verb("pack", false, "orders.why.free_hour"), verb("cancel", true)] });

export function order(change: Partial<Order> = {}): Order {
  return {
    ...row(1),
    view: "shop",
    market: "CN",
    payment_id: null,
    packed_at: null,
    collected_at: null,
    delivered_at: null,
    completed_at: null,
    ended: null,
    deadlines: [deadline],
    history: [{ verb: "place", at: "2026-11-22T08:20:00Z", actor: "buyer", text: "下单", reason: "" }],
    marks: [],
    line_cancellations: [],
    address: null,
    reveals_left: null,
    ...change,
  };
}

export const myOrder = (change: Partial<Order> = {}) =>
  order({
    view: "buyer",
    state: "unpaid",
    paid_at: null,
    payment_id: "pay_1",
    buyer: null,
    amounts: { goods: cny("198.00"), total: cny("198.00"), paid: cny("0.00"), refunded: cny("0.00") },
    clock: { ...deadline, kind: "orders.unpaid", title: "付款", what: "到 16:28 还没付款，订单会关闭。" },
    verbs: [
      verb("pay", true),
      verb("request_cancellation", true),
      verb("withdraw_cancellation", false),
      verb("change_address", true),
    ],
    ...change,
  });

export function page<T>(items: T[]): Page<T> {
  return { items, next_cursor: null, prev_cursor: null, total: items.length };
}

export const product: Product = {
  id: "prd_1",
  view: "buyer",
  shop: { id: "shp_1", name: "北窗茶器" },
  title: "手作白瓷盖碗三件套",
  description: "高白泥，一人用。",
  category: { code: "teapots", name: "茶壶与盖碗" },
  attributes: { 材质: "高白泥" },
  pictures: [],
  market: "CN",
  currency: "CNY",
  state: "on_sale",
  state_text: "在售",
  reasons: [],
  skus: [
    {
      id: "sku_1",
      code: "BC-150",
      barcode: "",
      name: "素白 150 ml",
      price: cny("198.00"),
      weight_grams: 0,
      stock: 3,
      picture: null,
      active: true,
      on_hand: null,
      reserved: null,
      low_at: null,
      low: null,
    },
  ],
  price_from: cny("198.00"),
  price_to: cny("198.00"),
  stock: 3,
  low: null,
  made_at: "2026-11-01T00:00:00Z",
  published_at: "2026-11-02T00:00:00Z",
  submitted_at: null,
  review_overdue_at: null,
  verbs: [],
  deadlines: [],
};

export const quote: Quote = {
  shops: [
    {
      shop: { id: "shp_1", name: "北窗茶器" },
      market: "CN",
      lines: [
        {
          sku_id: "sku_1",
          product_id: "prd_1",
          title: "手作白瓷盖碗三件套",
          sku_name: "素白 150 ml",
          picture: null,
          quantity: 2,
          available: 3,
          on_sale: true,
          price: cny("198.00"),
          total: cny("396.00"),
        },
      ],
      total: cny("396.00"),
      methods: ["online", "cash_on_delivery"],
      pay_by: "2026-11-26T06:36:00Z",
      hand_over_by: "2026-11-27T06:36:00Z",
    },
  ],
  count: 2,
  total: cny("396.00"),
  unavailable: [],
};

/** A shop's day on which nothing waits. */
export const quietDay: Today = {
  shop: "shp_1",
  at: NOW,
  day: "2026-11-24",
  inbox: [],
  first: { things: 0, money: null },
  others: [],
  lapsed: [],
  orders: { unpaid: 0, on_hold: 0, pack: 0, collect: 0, cancelling: 0 },
  chats: null,
  sales: null,
};
