import { StickyNote } from "lucide-react";
import { useTranslation } from "react-i18next";
import { minor, money, tableMoment } from "@/app/format";
import { useWhen } from "@/app/place";
import type { OrderRow } from "@/app/types";
import { Amount } from "@/parts/Amount";
import { Countdown } from "@/parts/countdown/Countdown";
import type { Columns } from "@/parts/DataTable";
import { MaskedName } from "@/parts/MaskedText";
import { OrderStatus, OrderTags } from "./OrderStatus";
import { OrderThing } from "./OrderThing";
import { RowAct } from "./RowAct";

export function Buyer({ order }: { order: OrderRow }) {
  const { t } = useTranslation("orders");
  return (
    <>
      {order.buyer ? <MaskedName name={order.buyer.name} /> : <span className="t3">{t("list.no_buyer")}</span>}
      {order.note ? (
        <div className="s12 warn row" style={{ gap: 4 }} title={order.note}>
          <StickyNote className="small" style={{ width: 13, height: 13 }} />
          <span className="el">{order.note}</span>
        </div>
      ) : (
        order.method === "cash_on_delivery" && <div className="s12 t3 el">{t("method.cash_on_delivery")}</div>
      )}
    </>
  );
}

/** What the buyer pays as it stands, and what went back. */
export function Price({ order }: { order: OrderRow }) {
  const { t } = useTranslation("orders");
  const { total, refunded } = order.amounts;
  return (
    <>
      <div className="w5">
        <Amount of={total} />
      </div>
      {minor(refunded) > 0n && <div className="s12 t3">{t("list.refunded", { amount: money(refunded) })}</div>}
    </>
  );
}

export function useColumns(shop: string, list: string, sort: "due" | "placed"): Columns<OrderRow> {
  const { t } = useTranslation("orders");
  const when = useWhen();
  return [
    {
      key: "order",
      title: t("list.order"),
      render: (_, order) => <OrderThing order={order} to={`/s/${shop}/orders/${order.id}`} state={{ list }} />,
    },
    { key: "buyer", title: t("list.buyer"), width: 170, render: (_, order) => <Buyer order={order} /> },
    {
      key: "amount",
      title: t("list.amount"),
      width: 126,
      align: "right",
      render: (_, order) => <Price order={order} />,
    },
    {
      key: "placed",
      title: sort === "placed" ? `${t("list.placed")} ↓` : t("list.placed"),
      width: 116,
      render: (_, order) => <span className="nw t2">{tableMoment(Date.parse(order.placed_at), when)}</span>,
    },
    {
      key: "status",
      title: t("list.status"),
      width: 168,
      render: (_, order) => (
        <div className="col" style={{ alignItems: "flex-start", gap: 2 }}>
          <OrderStatus order={order} as="shop" />
          <span className="row wrap" style={{ gap: 4 }}>
            <OrderTags order={order} />
          </span>
        </div>
      ),
    },
    {
      key: "clock",
      title: sort === "due" ? `${t("list.limit")} ↑` : t("list.limit"),
      width: 168,
      render: (_, order) =>
        order.clock ? <Countdown deadline={order.clock} withTime /> : <span className="t3">—</span>,
    },
    {
      key: "act",
      title: <span className="hidden-visually">{t("list.next")}</span>,
      width: 88,
      align: "right",
      render: (_, order) => <RowAct order={order} shop={shop} list={list} />,
    },
  ];
}
