import type { Market, Me } from "@/app/types";

/** Invented, in the shapes of the API. Tests only. */
export const NOW = "2026-11-24T06:36:00Z";

export const me: Me = {
  person: { id: "per_1", name: "周予安", phone: "138 **** 6021", email: "" },
  hats: ["buyer", "shop"],
  shops: [
    { id: "shp_1", name: "北窗茶器", market: "CN", role: "owner", permissions: ["orders.read", "shops.members"] },
  ],
  operator: null,
  language: "zh-Hans",
  market: "CN",
  clock: { now: NOW, speed: 1, simulated: false },
  csrf: "csrf-1",
};

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
