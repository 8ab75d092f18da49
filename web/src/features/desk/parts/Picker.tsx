import { Button, Input } from "antd";
import { Plus } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { grouped, money } from "@/app/format";
import { usePlace } from "@/app/place";
import { Empty } from "@/parts/Empty";
import { Switcher } from "@/parts/Filters";
import { Picture } from "@/parts/Picture";
import { ProblemNotice } from "@/parts/Problem";
import { Sheet } from "@/parts/Sheet";
import { RowsSkeleton } from "@/parts/Skeletons";
import { useGoodsOf, useMyOrdersAt } from "../data";
import css from "./Talk.module.css";
import type { Body } from "./talk";

type Props = { shop: string; send: (body: Body) => void };

/** A buyer sends one of their orders in this shop, or one of its products. */
export function Picker({ shop, send }: Props) {
  const { t } = useTranslation("desk");
  return (
    <Sheet
      label={t("pick.title")}
      width={360}
      placement="topLeft"
      trigger={<Button type="text" shape="circle" icon={<Plus />} aria-label={t("pick.title")} />}
      content={(close) => (
        <Choice
          shop={shop}
          send={(body) => {
            send(body);
            close();
          }}
        />
      )}
    />
  );
}

function Choice({ shop, send }: Props) {
  const { t } = useTranslation("desk");
  const [kind, setKind] = useState<"orders" | "goods">("orders");
  return (
    <div className={css.pick}>
      <Switcher
        label={t("pick.title")}
        value={kind}
        onChange={setKind}
        options={[
          { key: "orders", name: t("pick.orders") },
          { key: "goods", name: t("pick.goods") },
        ]}
      />
      {kind === "orders" ? <Orders shop={shop} send={send} /> : <Goods shop={shop} send={send} />}
    </div>
  );
}

function Orders({ shop, send }: Props) {
  const { t } = useTranslation("desk");
  const { data, error } = useMyOrdersAt(shop);
  if (error) return <ProblemNotice error={error} />;
  if (!data) return <RowsSkeleton rows={3} />;
  if (data.items.length === 0) return <Empty fact={t("pick.no_orders")} wide={false} />;
  return data.items.map((order) => (
    <button
      type="button"
      key={order.id}
      className={css.option}
      onClick={() => send({ kind: "order_card", order_id: order.id })}
    >
      <Picture src={order.lines[0]?.picture} alt="" size={40} />
      <span className="grow">
        <span className="el w5">{order.lines[0]?.title}</span>
        <span className="s12 t3 el">
          {order.state_text} · {grouped(order.number)}
        </span>
      </span>
      <b className="nw">{money(order.amounts.total)}</b>
    </button>
  ));
}

/** What the shop sells, to send one of it. */
export function Goods({ shop, send }: Props) {
  const { t } = useTranslation("desk");
  const { market } = usePlace();
  const [q, setQ] = useState("");
  const { data, error } = useGoodsOf(shop, market, useDeferredValue(q.trim()));
  return (
    <>
      <Input
        value={q}
        onChange={({ target }) => setQ(target.value)}
        placeholder={t("pick.search")}
        aria-label={t("pick.search")}
        allowClear
      />
      {error && <ProblemNotice error={error} />}
      {!data && !error && <RowsSkeleton rows={3} />}
      {data?.items.length === 0 && <Empty fact={t("pick.no_goods")} wide={false} />}
      {data?.items.map((product) => (
        <button
          type="button"
          key={product.id}
          className={css.option}
          onClick={() => send({ kind: "product_card", product_id: product.id })}
        >
          <Picture src={product.pictures[0]} alt="" size={40} />
          <span className="grow el w5">{product.title}</span>
          <b className="nw">{product.price_from && money(product.price_from)}</b>
        </button>
      ))}
    </>
  );
}
