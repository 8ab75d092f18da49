import { Button, Dropdown } from "antd";
import { ChevronLeft, CircleSlash, Clock3, Ellipsis, Printer } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { type Outcome, useBatch, useOrder } from "@/app/data";
import { grouped, minor, money, total } from "@/app/format";
import { useKey } from "@/app/keys";
import { usePageCommands } from "@/app/palette";
import { useLanguage } from "@/app/place";
import { usePreferences } from "@/app/preferences";
import type { Order } from "@/app/types";
import { BatchOutcome } from "@/parts/bulk/BatchOutcome";
import { may, printable, whyNot } from "@/parts/bulk/verbs";
import { Countdown } from "@/parts/countdown/Countdown";
import { OrderNumber } from "@/parts/OrderNumber";
import { useTitle } from "@/parts/PageHead";
import { Notice, PageProblem, ProblemNotice } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import type { Move } from "@/parts/Status";
import { Keycap, Tag, type Tint } from "@/parts/Tag";
import { Why } from "@/parts/why/Why";
import { useCancel } from "../data";
import { CancelDialog } from "../parts/CancelDialog";
import { ClocksCard } from "../parts/ClocksCard";
import { HistoryCard } from "../parts/HistoryCard";
import { Lines } from "../parts/Lines";
import { MoneyCard } from "../parts/MoneyCard";
import { NotesCard } from "../parts/NotesCard";
import { OrderStatus, OrderTags } from "../parts/OrderStatus";
import css from "../parts/Orders.module.css";
import { ParcelCard } from "../parts/ParcelCard";
import { RecipientCard } from "../parts/RecipientCard";
import { RequestCard } from "../parts/RequestCard";
import { moveOf } from "../parts/state";
import { type Neighbours, useNeighbours } from "../parts/useNeighbours";

/** One order, for its shop: the money left and largest, the clocks right above person and history. */
export default function ShopOrder() {
  const { shopId = "", orderId = "" } = useParams();
  const { data: order, error, refetch } = useOrder(orderId);
  const near = useNeighbours(shopId, orderId);
  if (error && !order) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!order) return <PageSkeleton cards={3} />;
  return <Whole key={order.id} order={order} shop={shopId} near={near} />;
}

function Whole({ order, shop, near }: { order: Order; shop: string; near: Neighbours }) {
  const { t } = useTranslation("orders");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const batch = useBatch(shop);
  const print = () =>
    batch.mutate(
      { act: "labels", ids: [order.id], unpacked: may(order, "pack") ? [order.id] : [] },
      { onSuccess: setOutcome },
    );
  const back = `/s/${shop}/orders${near.list ? `?${near.list}` : ""}`;
  return (
    <div className={`${css.page} ${css.detail}`} style={{ gap: 16 }}>
      <Head order={order} shop={shop} near={near} back={back} print={print} busy={batch.isPending} />
      {outcome && <BatchOutcome outcome={outcome} rows={[order]} />}
      {batch.error && <ProblemNotice error={batch.error} retry={print} />}
      <Findings order={order} />
      {order.cancellation?.state === "open" && <RequestCard order={order} request={order.cancellation} />}
      <div className={css.grid}>
        <div className={css.stack}>
          <Lines order={order} />
          <MoneyCard order={order} />
          <ParcelCard order={order} carry />
        </div>
        <aside className={css.stack}>
          <ClocksCard order={order} />
          <RecipientCard order={order} />
          <NotesCard order={order} />
          <HistoryCard
            order={order}
            now={t(`awaited.${order.cancellation?.state === "open" ? "answer" : order.state}`, { defaultValue: "" })}
          />
        </aside>
      </div>
    </div>
  );
}

const TINT: Record<Move, Tint> = {
  yours: "accent",
  moving: "accent",
  theirs: "plain",
  done: "ok",
  stopped: "plain",
  broken: "bad",
};

type ActsProps = { order: Order; print: () => void; busy: boolean };
type HeadProps = ActsProps & { shop: string; near: Neighbours; back: string };

function Head({ order, shop, near, back, print, busy }: HeadProps) {
  const { t } = useTranslation("orders");
  const language = useLanguage();
  const go = useNavigate();
  const { shortcuts } = usePreferences();
  useTitle(grouped(order.number));
  const to = (id: string | null) => id && go(`/s/${shop}/orders/${id}`, { state: { list: near.list } });
  useKey("j", () => void to(near.after));
  useKey("k", () => void to(near.before));
  usePageCommands([
    ...(near.after ? [{ key: "after", name: t("order.after"), keys: ["J"], run: () => void to(near.after) }] : []),
    ...(near.before ? [{ key: "before", name: t("order.before"), keys: ["K"], run: () => void to(near.before) }] : []),
  ]);
  const asked = order.cancellation?.state === "open";
  const clock = asked ? null : order.clock;
  return (
    <div className={css.head}>
      <div className="row wrap" style={{ gap: 12 }}>
        <Link to={back} aria-label={t("order.back")}>
          <Button type="text" size="small" icon={<ChevronLeft />} tabIndex={-1} aria-hidden="true" />
        </Link>
        <h1>
          <OrderNumber number={order.number} copy />
        </h1>
        <Tag tint={TINT[moveOf(order, "shop")]} tall>
          <OrderStatus order={order} as="shop" />
        </Tag>
        <OrderTags order={order} tall />
        {clock && <Countdown deadline={clock} size="pill" named />}
      </div>
      <div className="row">
        {near.place !== null && near.total !== null && (
          <span className="s12 t3 nw wide-only" style={{ marginRight: 4 }}>
            {t("order.place", { place: near.place, total: total(near.total, language) })}
            {shortcuts && (
              <>
                {" "}
                <Keycap>J</Keycap> <Keycap>K</Keycap>
              </>
            )}
          </span>
        )}
        <div className={`row ${css.bar}`}>
          <Acts order={order} print={print} busy={busy} />
        </div>
      </div>
    </div>
  );
}

function Acts({ order, print, busy }: ActsProps) {
  const { t } = useTranslation("orders");
  const [cancelling, setCancelling] = useState(false);
  const cancel = useCancel(order);
  const packable = may(order, "pack");
  const held = whyNot(order, "pack");
  const again = printable(order);
  useKey("e", () => packable && !busy && print());
  usePageCommands([
    ...(packable ? [{ key: "pack", name: t("act.pack_label"), icon: <Printer />, keys: ["E"], run: print }] : []),
    ...(again ? [{ key: "label", name: t("act.labels_only"), icon: <Printer />, run: print }] : []),
    ...(may(order, "cancel") ? [{ key: "cancel", name: t("act.cancel_order"), run: () => setCancelling(true) }] : []),
  ]);
  const paid = minor(order.amounts.paid) > minor(order.amounts.refunded);
  return (
    <>
      {may(order, "cancel") && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: [{ key: "cancel", danger: true, label: t("act.cancel_order") }],
            onClick: () => setCancelling(true),
          }}
        >
          <Button icon={<Ellipsis />} aria-label={t("act.more")} />
        </Dropdown>
      )}
      {(packable || ["on_hold", "to_process"].includes(order.state)) && held !== "orders.why.not_to_pack" && (
        <Button
          type="primary"
          loading={busy}
          disabled={!packable}
          title={held ? t(`why.${held}`, { defaultValue: "" }) : undefined}
          onClick={print}
        >
          <Printer />
          {t("act.pack_label")}
        </Button>
      )}
      {again && (
        <Button loading={busy} icon={<Printer />} onClick={print}>
          {t("act.labels_only")}
        </Button>
      )}
      <CancelDialog
        open={cancelling}
        close={() => setCancelling(false)}
        title={t("cancel.shop_title")}
        consequence={paid ? t("cancel.shop_refunds", { amount: money(order.amounts.paid) }) : t("cancel.shop_closes")}
        reasons={t("cancel.shop_reasons", { returnObjects: true }) as string[]}
        verb={paid ? t("cancel.and_refund") : t("act.cancel_order")}
        keep={t("cancel.keep")}
        busy={cancel.isPending}
        error={cancel.error}
        cancel={(reason) => cancel.mutate(reason, { onSuccess: () => setCancelling(false) })}
      />
    </>
  );
}

/** What was decided about the order, each with its why: how it ended, and its marks. */
function Findings({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  const marks = order.marks.filter(({ mark, withdrawn_at }) => mark !== "gift" && !withdrawn_at);
  const held = whyNot(order, "pack") === "orders.why.free_hour";
  return (
    <>
      {order.ended && (
        <Notice
          icon={<CircleSlash />}
          head={order.ended.text}
          act={order.ended.decision && <Why decision={order.ended.decision} />}
          tone="quiet"
        >
          {order.ended.reason && t("ended.reason", { reason: order.ended.reason })}
        </Notice>
      )}
      {marks.map((mark) => (
        <Notice
          key={mark.mark}
          icon={<Clock3 />}
          head={mark.text}
          act={mark.decision && <Why decision={mark.decision} />}
        >
          {mark.scored ? t("mark.scored") : t("mark.not_scored")}
        </Notice>
      ))}
      {held && <Notice tone="quiet" icon={<Clock3 />} head={t("why.orders.why.free_hour")} />}
    </>
  );
}
