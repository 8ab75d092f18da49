import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useNavigate, useParams } from "react-router";
import { useMe, useOrder, useRule } from "@/app/data";
import { grouped, money } from "@/app/format";
import { At, useWhen } from "@/app/place";
import { useNarrow } from "@/app/screen";
import type { Order } from "@/app/types";
import { may } from "@/parts/bulk/verbs";
import { Countdown } from "@/parts/countdown/Countdown";
import { Ring } from "@/parts/countdown/Ring";
import { GreyDial } from "@/parts/Logo";
import { OrderNumber } from "@/parts/OrderNumber";
import { useTitle } from "@/parts/PageHead";
import { PhoneBar, PhoneHead } from "@/parts/PhoneHead";
import { PageProblem, ProblemNotice } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Steps } from "@/parts/Steps";
import { Why } from "@/parts/why/Why";
import { useRequestCancellation, useWithdraw } from "../data";
import css from "../parts/Buying.module.css";
import { CancelDialog } from "../parts/CancelDialog";
import { HistoryCard } from "../parts/HistoryCard";
import { AmountsCard, GuaranteesCard, LinesCard, WhereCard } from "../parts/MyCards";
import { ParcelCard } from "../parts/ParcelCard";
import { progress } from "../parts/progress";

/** One order, for its buyer: whose move it is, what happens when the clock runs out, and what they can do. */
export default function MyOrder() {
  const { orderId = "" } = useParams();
  const { data: me } = useMe();
  const { pathname } = useLocation();
  const { data: order, error, refetch } = useOrder(orderId, Boolean(me?.person));
  if (me && !me.person) return <Navigate to={`/sign-in?next=${pathname}`} replace />;
  if (error && !order) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!order) return <PageSkeleton cards={3} />;
  return (
    <At as="buyer" market={order.market}>
      <Whole key={order.id} order={order} />
    </At>
  );
}

function Whole({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const when = useWhen("minute");
  const [cancelling, setCancelling] = useState(false);
  useTitle(t("mine.one"));
  const promises = usePromises(order);
  const act = useActs(order, () => setCancelling(true));
  return (
    <div className={css.page}>
      <PhoneHead title={t("mine.one")} up="/orders" />
      <div className={css.pad}>
        <nav className={css.crumb} aria-label={t("mine.way")}>
          <Link to="/orders">{t("mine.title")}</Link>
          {"　›　"}
          <OrderNumber number={order.number} />
        </nav>
        <section className={`card ${css.due}`}>
          <Face order={order} />
          <div className="grow">
            <h1>{t(`mine.head.${headOf(order)}`, { amount: money(order.amounts.total) })}</h1>
            <p className="t2">{sentence(order, t)}</p>
            <Whys order={order} />
            {act.error && <ProblemNotice error={act.error} />}
          </div>
          <div className={css.acts}>{act.buttons}</div>
        </section>
        <section className={`card ${css.steps}`}>
          <Steps label={t("progress.label")} steps={progress(order, when, t, promises)} />
        </section>
        <div className={css.columns} style={{ marginTop: 16 }}>
          <div className={css.stack}>
            <LinesCard order={order} />
            <ParcelCard order={order} carry />
            {order.address && <WhereCard order={order} address={order.address} />}
            <HistoryCard order={order} />
          </div>
          <aside className={css.stack}>
            <AmountsCard order={order} />
            <GuaranteesCard order={order} />
          </aside>
        </div>
      </div>
      {act.buttons.length > 0 && <PhoneBar>{[...act.buttons].reverse()}</PhoneBar>}
      <Cancelling order={order} open={cancelling} close={() => setCancelling(false)} />
    </div>
  );
}

/** How long the shop has for what comes next, by the rules that hold for this order. */
function usePromises(order: Order): Record<string, string | undefined> {
  const pack = useRule("orders.shipping.pack_within", order.market);
  const handOver = useRule("orders.shipping.hand_over_within", order.market);
  const short = useNarrow() ? "yes" : undefined;
  return { short, packed: pack.data?.in_force?.value_text, collected: handOver.data?.in_force?.value_text };
}

function headOf(order: Order): string {
  if (order.cancellation?.state === "open") return "asked";
  return order.state === "unpaid" && !may(order, "pay") ? "confirming" : order.state;
}

function sentence(order: Order, t: (key: string, values?: Record<string, unknown>) => string): string {
  if (order.state === "cancelled" && order.ended) {
    const back = order.amounts.refunded.amount.replace(/[0.]/g, "")
      ? t("mine.refunded", { amount: money(order.amounts.refunded) })
      : "";
    return `${order.ended.text}${t("mine.stop")}${back}`;
  }
  return order.clock?.what ?? t(`mine.next.${order.state}`, { defaultValue: "" });
}

const FREE: ReadonlySet<string> = new Set(["unpaid", "on_hold"]);

/** The large clock while something runs; a tick when it is done; the grey dial when it stopped. */
function Face({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  if (order.clock) {
    return (
      <Countdown
        deadline={order.clock}
        size="ring"
        caption={t(`caption.${order.clock.kind}`, { defaultValue: order.clock.title })}
      />
    );
  }
  if (order.state === "cancelled") {
    return (
      <span className={css.face}>
        <GreyDial size={88} />
      </span>
    );
  }
  return <Ring phase={order.state === "delivered" || order.state === "completed" ? "met" : "calm"} left={1} text="" />;
}

function Whys({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const { clock, ended, cancellation } = order;
  return (
    <div className={css.whys}>
      {clock && (
        <Why rule={clock.rule} valueKey={clock.rule_key}>
          {t("mine.why_limit", { limit: clock.value_text })}
        </Why>
      )}
      {ended?.decision && <Why decision={ended.decision} />}
      {cancellation?.state === "rejected" && (
        <span>
          {t("mine.rejected", { reason: cancellation.answer_reason })}{" "}
          {cancellation.decision && <Why decision={cancellation.decision} />}
        </span>
      )}
    </div>
  );
}

function useActs(order: Order, cancel: () => void) {
  const { t } = useTranslation("orders");
  const go = useNavigate();
  const withdraw = useWithdraw(order);
  const request = order.cancellation;
  const buttons = [];
  if (may(order, "pay") && order.payment_id) {
    buttons.push(
      <Button key="pay" type="primary" size="large" onClick={() => void go(`/pay/${order.payment_id}`)}>
        {t("mine.pay", { amount: money(order.amounts.total) })}
      </Button>,
    );
  }
  if (may(order, "withdraw_cancellation") && request) {
    buttons.push(
      <Button key="withdraw" size="large" loading={withdraw.isPending} onClick={() => withdraw.mutate(request.id)}>
        {t("mine.withdraw")}
      </Button>,
    );
  }
  if (may(order, "request_cancellation")) {
    buttons.push(
      <Button
        key="cancel"
        type="text"
        onClick={cancel}
        aria-label={t("mine.cancel_one", { number: grouped(order.number) })}
      >
        {t(FREE.has(order.state) ? "act.cancel_order" : "mine.ask_cancel")}
      </Button>,
    );
  }
  return { buttons, error: withdraw.error };
}

function Cancelling({ order, open, close }: { order: Order; open: boolean; close: () => void }) {
  const { t } = useTranslation("orders");
  const ask = useRequestCancellation(order);
  const paid = money(order.amounts.paid);
  const how = order.state === "unpaid" ? "unpaid" : order.state === "on_hold" ? "free" : "ask";
  return (
    <CancelDialog
      open={open}
      close={close}
      title={t(`cancel.buyer_title.${how}`)}
      consequence={t(`cancel.buyer.${how}`, { amount: paid })}
      reasons={t("cancel.buyer_reasons", { returnObjects: true }) as string[]}
      verb={t(`cancel.buyer_verb.${how}`)}
      keep={t("cancel.keep")}
      busy={ask.isPending}
      error={ask.error}
      cancel={(reason) => ask.mutate(reason, { onSuccess: close })}
    />
  );
}
