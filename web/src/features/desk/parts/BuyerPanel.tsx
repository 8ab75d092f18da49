import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ending, grouped, money } from "@/app/format";
import type { Reply } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { Switcher } from "@/parts/Filters";
import { Picture } from "@/parts/Picture";
import { ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { useOrdersOf } from "../data";
import css from "./Desk.module.css";
import { Goods } from "./Picker";
import { ReplyPanel } from "./ReplyPanel";
import type { Body } from "./talk";

type Props = {
  shop: string;
  buyer: string;
  name: string;
  send: ((body: Body) => void) | null;
  /** Put a quick reply into the box; null while nobody writes. */
  reply: ((reply: Reply) => void) | null;
};

/** Beside a talk: what the buyer ordered here, and what can be shown to them. */
export function BuyerPanel({ shop, buyer, name, send, reply }: Props) {
  const { t } = useTranslation("desk");
  const [tab, setTab] = useState<"orders" | "goods" | "replies">("orders");
  return (
    <>
      <section className="col" style={{ gap: 10 }}>
        <h2>{name}</h2>
        <Switcher
          label={t("panel.label")}
          value={tab}
          onChange={setTab}
          options={[
            { key: "orders", name: t("pick.orders") },
            { key: "goods", name: t("pick.goods") },
            { key: "replies", name: t("reply.title") },
          ]}
        />
      </section>
      <section>
        {tab === "orders" && <Orders shop={shop} buyer={buyer} send={send} />}
        {tab === "replies" && <ReplyPanel shop={shop} reply={reply} />}
        {tab === "goods" && (
          <div className={css.goods}>
            {send ? <Goods shop={shop} send={send} /> : <p className="s13 t3">{t("panel.over")}</p>}
          </div>
        )}
      </section>
    </>
  );
}

function Orders({ shop, buyer, send }: Pick<Props, "shop" | "buyer" | "send">) {
  const { t } = useTranslation("desk");
  const { data, error } = useOrdersOf(shop, buyer);
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <RowsSkeleton rows={3} height={52} />;
  if (data.items.length === 0) return <Empty fact={t("panel.no_orders")} wide={false} />;
  return data.items.map((order) => (
    <div key={order.id} className={css.order}>
      <Picture src={order.lines[0]?.picture} alt="" size={40} />
      <Link to={`/s/${shop}/orders/${order.id}`} className="grow">
        <span className="row sb">
          <span className="el">{order.lines[0]?.title}</span>
          <span className="nw">{money(order.amounts.total)}</span>
        </span>
        <span className="row sb s12 t3" title={grouped(order.number)}>
          <span className="el">{order.state_text}</span>
          <span className="nw">{ending(order.number)}</span>
        </span>
      </Link>
      {send && (
        <Button
          size="small"
          aria-label={t("panel.send_order", { number: grouped(order.number) })}
          onClick={() => send({ kind: "order_card", order_id: order.id })}
        >
          {t("panel.send")}
        </Button>
      )}
    </div>
  ));
}
