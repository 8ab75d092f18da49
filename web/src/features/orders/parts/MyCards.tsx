import { Form, Modal } from "antd";
import { Clock3, MessageCircle, MessageSquareText, ShieldCheck, Truck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAddAddress, useAddresses, useRule } from "@/app/data";
import { minor, money } from "@/app/format";
import { usePlace } from "@/app/place";
import type { Address, AddressIn, Order } from "@/app/types";
import { ADDRESS_FIELDS, AddressForm, countryOf } from "@/parts/AddressForm";
import { AddressText } from "@/parts/AddressText";
import { Amount } from "@/parts/Amount";
import { may } from "@/parts/bulk/verbs";
import { Picture } from "@/parts/Picture";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { ShopSign } from "@/parts/Tag";
import { Why } from "@/parts/why/Why";
import { useChangeAddress } from "../data";
import css from "./Buying.module.css";
import { Cancelled } from "./Lines";
import { OwnNote } from "./NotesCard";

export function LinesCard({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  return (
    <section className="card">
      <header>
        <ShopSign name={order.shop.name} />
        <h2>
          <Link to={`/shop/${order.shop.id}`}>{order.shop.name}</Link>
        </h2>
        <span className="grow" />
        <Link to={`/chat/${order.shop.id}?order=${order.id}`} className="link row" style={{ gap: 4 }}>
          <MessageCircle />
          {t("mine.ask")}
        </Link>
      </header>
      {order.lines.map((line) => (
        <Link className={css.line} to={`/p/${line.product_id}`} key={line.id}>
          <Picture src={line.picture} alt="" size={64} radius={8} />
          <div className="grow">
            <div className="w5">{line.title}</div>
            <div className="s12 t3">{line.sku_name}</div>
            <Cancelled order={order} line={line} />
          </div>
          <div className="right">
            <Amount of={line.price} />
            <div className="s12 t3">× {line.quantity}</div>
          </div>
        </Link>
      ))}
      {(order.note || may(order, "write_note")) && (
        <div className={`${css.foot} row`} style={{ alignItems: "flex-start" }}>
          <MessageSquareText className="t3" style={{ marginTop: 2 }} />
          <div className="grow">
            <OwnNote order={order} text={order.note} empty={t("notes.none_buyer")} label={t("notes.to_shop")} />
          </div>
        </div>
      )}
    </section>
  );
}

export function AmountsCard({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const { goods, total, paid, refunded } = order.amounts;
  const rows: [string, ReactNode][] = [[t("amounts.goods"), <Amount key="goods" of={goods} />]];
  if (minor(paid) > 0n) rows.push([t("amounts.paid"), <Amount key="paid" of={paid} />]);
  if (minor(refunded) > 0n) {
    rows.push([
      t("amounts.refunded"),
      <span key="refunded" className="ok">
        {money({ ...refunded, amount: `-${refunded.amount}` })}
      </span>,
    ]);
  }
  return (
    <section className="card pad">
      <h2>{t("amounts.title")}</h2>
      <div className={css.sums}>
        {rows.map(([name, amount]) => (
          <div className={css.sum} key={name}>
            <span className="t2">{name}</span>
            {amount}
          </div>
        ))}
      </div>
      <div className={css.total}>
        <span>{t(order.state === "unpaid" ? "amounts.due" : "amounts.stands")}</span>
        <b>{money(total)}</b>
      </div>
    </section>
  );
}

const PROMISES = [
  ["orders.cancellation.free_within", <Clock3 key="free" />],
  ["orders.shipping.hand_over_within", <Truck key="ship" />],
  ["orders.cancellation.answer_within", <ShieldCheck key="answer" />],
] as const;

/** What the rules promise this buyer, each in its own words with its figure. */
export function GuaranteesCard({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  return (
    <section className="card pad">
      <h2>{t("guarantees.title")}</h2>
      {PROMISES.map(([rule, icon]) => (
        <Guarantee key={rule} rule={rule} icon={icon} market={order.market} />
      ))}
    </section>
  );
}

function Guarantee({ rule, icon, market }: { rule: string; icon: ReactNode; market: string }) {
  const { t } = useTranslation("orders");
  const { data } = useRule(rule, market);
  if (!data?.in_force) return null;
  return (
    <div className={css.promise}>
      {icon}
      <div>
        <div className="w5">{t(`guarantees.${rule}`, { limit: data.in_force.value_text })}</div>
        <div className="s12 t3">
          {data.in_force.says} <Why rule={rule}>{t("guarantees.rule")}</Why>
        </div>
      </div>
    </div>
  );
}

/** Where it goes, and once before packing somewhere else. */
export function WhereCard({ order, address }: { order: Order; address: Address }) {
  const { t } = useTranslation("orders");
  const [changing, change] = useState(false);
  return (
    <section className="card pad">
      <div className="row sb" style={{ marginBottom: 6 }}>
        <h2>{t("recipient.title")}</h2>
        {may(order, "change_address") && (
          <button type="button" className="link s13" onClick={() => change(true)}>
            {t("recipient.change")}
          </button>
        )}
      </div>
      <AddressText address={address} />
      <Modal open={changing} onCancel={() => change(false)} footer={null} title={t("recipient.change")} destroyOnHidden>
        <Elsewhere order={order} now={address.id} done={() => change(false)} />
      </Modal>
    </section>
  );
}

function Elsewhere({ order, now, done }: { order: Order; now: string; done: () => void }) {
  const { t } = useTranslation("orders");
  const { market } = usePlace();
  const { data: addresses } = useAddresses();
  const move = useChangeAddress(order);
  const add = useAddAddress();
  const [adding, setAdding] = useState(false);
  const [form] = Form.useForm<AddressIn>();
  const left = useOnFields(form, add.error, ADDRESS_FIELDS);
  const to = (id: string) => move.mutate(id, { onSuccess: done });
  return (
    <div className="col" style={{ gap: 10 }}>
      <p className="s13 t2">{t("recipient.once")}</p>
      {move.error && <ProblemNotice error={move.error} />}
      {addresses
        ?.filter(({ id }) => id !== now)
        .map((one) => (
          <button
            type="button"
            key={one.id}
            className={css.choice}
            disabled={move.isPending}
            onClick={() => to(one.id)}
          >
            <AddressText address={one} />
          </button>
        ))}
      {adding ? (
        <AddressForm
          form={form}
          initial={{ country: countryOf(market) }}
          busy={add.isPending || move.isPending}
          cancel={() => setAdding(false)}
          save={(address) => add.mutate(address, { onSuccess: ({ id }) => to(id) })}
        />
      ) : (
        <button type="button" className="link s13" onClick={() => setAdding(true)}>
          {t("checkout.add_address")}
        </button>
      )}
      {left ? <ProblemNotice error={left} /> : null}
    </div>
  );
}
