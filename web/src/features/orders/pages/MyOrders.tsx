import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";
import { useMe } from "@/app/data";
import { grouped, money, tableMoment } from "@/app/format";
import { useWhen } from "@/app/place";
import type { OrderRow } from "@/app/types";
import { may } from "@/parts/bulk/verbs";
import { Countdown } from "@/parts/countdown/Countdown";
import { Empty } from "@/parts/Empty";
import { FilterTabs } from "@/parts/Filters";
import { PageHead } from "@/parts/PageHead";
import { Picture } from "@/parts/Picture";
import { ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { ShopSign } from "@/parts/Tag";
import { useMyOrders } from "../data";
import css from "../parts/Buying.module.css";
import { OrderStatus, OrderTags } from "../parts/OrderStatus";
import { pieces } from "../parts/state";

const TABS = ["all", "unpaid", "to_ship", "shipped", "completed", "cancelled"];

export default function MyOrders() {
  const { t } = useTranslation("orders");
  const { data: me } = useMe();
  const [query] = useSearchParams();
  const asked = query.get("tab") ?? "all";
  const tab = TABS.includes(asked) ? asked : "all";
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useMyOrders(
    tab,
    Boolean(me?.person),
  );
  if (me && !me.person) return <Navigate to="/sign-in?next=/orders" replace />;
  const orders = data?.pages.flatMap(({ items }) => items);
  return (
    <div className={css.page}>
      <div className={css.title}>
        <PageHead title={t("mine.title")} />
      </div>
      <FilterTabs
        label={t("mine.title")}
        active={tab}
        tabs={TABS.map((key) => ({ key, name: t(`mine.tab.${key}`), to: `?tab=${key}` }))}
      />
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {!orders && !error && <RowsSkeleton rows={4} height={88} />}
      {orders?.length === 0 && (
        <Empty
          fact={t(tab === "all" ? "mine.none" : "mine.none_here")}
          next={t("mine.none_next")}
          act={
            <Link to={tab === "all" ? "/" : "?tab=all"}>
              <Button>{t(tab === "all" ? "cart.browse" : "mine.all")}</Button>
            </Link>
          }
        />
      )}
      <div className={css.list}>
        {orders?.map((order) => (
          <MyOrderCard key={order.id} order={order} />
        ))}
        {hasNextPage && (
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("mine.more")}
          </Button>
        )}
      </div>
    </div>
  );
}

function MyOrderCard({ order }: { order: OrderRow }) {
  const { t } = useTranslation("orders");
  const when = useWhen();
  const to = `/orders/${order.id}`;
  return (
    <article className={`card ${css.order}`}>
      <header>
        <ShopSign name={order.shop.name} />
        <Link to={`/shop/${order.shop.id}`} className="w6 el">
          {order.shop.name}
        </Link>
        <span className="s12 t3 nw wide-only">{tableMoment(Date.parse(order.placed_at), when)}</span>
        <span className="grow" />
        <OrderTags order={order} />
        <OrderStatus order={order} as="buyer" />
      </header>
      {order.lines.map((line) => (
        <Link className={css.line} to={to} key={line.id}>
          <Picture src={line.picture} alt="" size={56} radius={8} />
          <div className="grow">
            <div className="w5 el">{line.title}</div>
            <div className="s12 t3 el">{line.sku_name}</div>
          </div>
          <div className="right s13">
            {money(line.price)}
            <div className="s12 t3">× {line.quantity}</div>
          </div>
        </Link>
      ))}
      <div className={`${css.foot} row wrap`}>
        {order.clock && <Countdown deadline={order.clock} withTime />}
        <span className="grow" />
        <span className="s13 t2 nw">
          {t("mine.sum", { count: pieces(order) })}{" "}
          <b style={{ color: "var(--js-color-text)" }}>{money(order.amounts.total)}</b>
        </span>
        <Link to={to} aria-label={t("mine.open_one", { number: grouped(order.number) })}>
          <Button type={may(order, "pay") ? "primary" : "default"}>
            {t(may(order, "pay") ? "mine.pay_short" : "act.open")}
          </Button>
        </Link>
      </div>
    </article>
  );
}
