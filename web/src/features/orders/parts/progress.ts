import { tableMoment, type When } from "@/app/format";
import type { Order } from "@/app/types";
import type { Step } from "@/parts/Steps";

type Say = (key: string, values?: Record<string, unknown>) => string;
const ORDER = ["placed", "paid", "packed", "collected", "delivered"] as const;
const CLOCKS: Record<string, string> = {
  paid: "orders.unpaid",
  packed: "orders.pack_by",
  collected: "orders.hand_over_by",
};

/** How far an order has come, with when each step was done or is promised for; cash on delivery is paid at the door. */
export function progress(
  order: Order,
  when: When,
  say: Say,
  promises: Record<string, string | undefined> = {},
): Step[] {
  const done: Record<string, string | null> = {
    placed: order.placed_at,
    paid: order.paid_at,
    packed: order.packed_at,
    collected: order.collected_at,
    delivered: order.delivered_at,
  };
  const cash = order.method === "cash_on_delivery";
  const names = cash ? ORDER.filter((name) => name !== "paid") : [...ORDER];
  const next = names.findIndex((name) => !done[name]);
  const stopped = order.state === "cancelled";
  return names.map((key, at) => {
    const clock = order.deadlines.find(
      ({ kind, state }) => kind === CLOCKS[key] && (state === "open" || state === "lapsed"),
    );
    const moment = done[key];
    const second = () => {
      if (moment) return tableMoment(Date.parse(moment), when);
      if (stopped) return undefined;
      if (clock) return say("progress.by", { at: tableMoment(Date.parse(clock.due), when) });
      return promises[key] && !order.paid_at
        ? say(promises.short ? "progress.within_short" : "progress.within", { limit: promises[key] })
        : undefined;
    };
    const said = second();
    const pressing = clock !== undefined && when.now >= Date.parse(clock.soon_at);
    const here = stopped ? "stopped" : pressing ? "pressing" : "here";
    return {
      key,
      name: say(`progress.${key}`),
      at: moment ? "done" : at === next ? here : "ahead",
      ...(said !== undefined && { second: said }),
    };
  });
}
