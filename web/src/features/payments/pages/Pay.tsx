import { Button } from "antd";
import { CircleCheck, CreditCard, Hourglass, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useParams } from "react-router";
import { useMe } from "@/app/data";
import { money } from "@/app/format";
import { At } from "@/app/place";
import type { Card, Payment } from "@/app/types";
import { BigAmount } from "@/parts/Amount";
import { Countdown } from "@/parts/countdown/Countdown";
import { Ring } from "@/parts/countdown/Ring";
import { OrderNumber } from "@/parts/OrderNumber";
import { useTitle } from "@/parts/PageHead";
import { PhoneBar, PhoneHead } from "@/parts/PhoneHead";
import { Notice, PageProblem, ProblemNotice } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { usePaidOrder, usePay, usePayment } from "../data";
import css from "./Pay.module.css";

const CARDS: readonly Card[] = ["ok", "slow", "declined"];

/** Pay what was ordered, and see until when and what happens otherwise. */
export default function Pay() {
  const { t } = useTranslation("payments");
  const { paymentId = "" } = useParams();
  const { data: me } = useMe();
  const { pathname } = useLocation();
  const { data: payment, error, refetch } = usePayment(paymentId, Boolean(me?.person));
  useTitle(t("title"));
  if (me && !me.person) return <Navigate to={`/sign-in?next=${pathname}`} replace />;
  if (error && !payment) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!payment) return <PageSkeleton cards={1} />;
  return <Whole payment={payment} />;
}

function Whole({ payment }: { payment: Payment }) {
  const { t } = useTranslation("payments");
  const orders = payment.parts.map(({ subject }) => subject);
  const { data: order } = usePaidOrder(orders[0]);
  const to = orders.length === 1 ? `/orders/${orders[0]}` : "/orders";
  return (
    <At as="buyer" market={order?.market ?? null}>
      <PhoneHead title={t("title")} up={to} />
      <div className={css.page}>
        <section className={`card ${css.card}`}>
          <h1 className="hidden-visually">{t("title")}</h1>
          {payment.state === "captured" ? (
            <Done payment={payment} to={to} />
          ) : payment.state === "closed" ? (
            <Closed to={to} />
          ) : (
            <>
              <p className="s13 t2">{t("due")}</p>
              <BigAmount of={payment.amount} size={40} />
              {order && (
                <p className="s13 t3 row wrap" style={{ justifyContent: "center", gap: "4px 12px" }}>
                  <span>
                    {t("for", { shop: order.shop.name })} <OrderNumber number={order.number} />
                    {orders.length > 1 && ` ${t("and_more", { count: orders.length - 1 })}`}
                  </span>
                </p>
              )}
              {order?.clock && (
                <div className={css.until}>
                  <Countdown deadline={order.clock} size="pill" named />
                  <p className="s12 t3">{order.clock.what}</p>
                </div>
              )}
              <Choose payment={payment} />
            </>
          )}
        </section>
      </div>
    </At>
  );
}

function Choose({ payment }: { payment: Payment }) {
  const { t } = useTranslation("payments");
  const [card, choose] = useState<Card>("ok");
  const pay = usePay(payment.id);
  const declined = payment.state === "created" && payment.attempt?.state === "declined";
  const waiting = payment.state === "pending";
  const button = (
    <Button
      type="primary"
      size="large"
      block
      loading={pay.isPending}
      disabled={waiting}
      onClick={() => pay.mutate(card)}
    >
      {t(declined ? "pay_again" : "pay", { amount: money(payment.amount) })}
    </Button>
  );
  return (
    <div className={css.choose}>
      {waiting && (
        <Notice tone="calm" icon={<Hourglass />} head={payment.attempt?.what ?? t("waiting")}>
          {t("waiting_next")}
        </Notice>
      )}
      {declined && <Notice icon={<TriangleAlert />} head={payment.attempt?.what} />}
      {pay.error && <ProblemNotice error={pay.error} retry={() => pay.mutate(card)} />}
      <fieldset className={css.cards} disabled={waiting}>
        <legend className="s13 t3">{t("sandbox")}</legend>
        {CARDS.map((one) => (
          <label key={one} className={css.option}>
            <input type="radio" name="card" checked={card === one} onChange={() => choose(one)} />
            <CreditCard className="big" />
            <span className="grow">
              <span className="w5">{t(`card.${one}`)}</span>
              <span className="s12 t3">{t(`card_more.${one}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="wide-only">{button}</div>
      <PhoneBar>{button}</PhoneBar>
    </div>
  );
}

function Done({ payment, to }: { payment: Payment; to: string }) {
  const { t } = useTranslation("payments");
  return (
    <div className={css.end} role="status">
      <Ring phase="met" left={1} text="" />
      <p className={css.said}>{t("paid", { amount: money(payment.captured) })}</p>
      <p className="t2">{t("paid_next")}</p>
      <Link to={to}>
        <Button type="primary" size="large" icon={<CircleCheck />}>
          {t("see_order")}
        </Button>
      </Link>
    </div>
  );
}

function Closed({ to }: { to: string }) {
  const { t } = useTranslation("payments");
  return (
    <div className={css.end}>
      <p className={css.said}>{t("closed")}</p>
      <p className="t2">{t("closed_next")}</p>
      <Link to={to}>
        <Button size="large">{t("see_order")}</Button>
      </Link>
    </div>
  );
}
