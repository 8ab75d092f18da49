import { Button } from "antd";
import { FileDown } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useNow } from "@/app/clock";
import { useRowCursor } from "@/app/cursor";
import { useMe, useOrderCounts } from "@/app/data";
import { count, moment, total } from "@/app/format";
import { useLanguage, usePlace, useWhen } from "@/app/place";
import type { OrderRow, Page } from "@/app/types";
import { BulkActs } from "@/parts/bulk/BulkActs";
import { DataTable, Pager } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { FilterTabs, Segments } from "@/parts/Filters";
import { PageHead } from "@/parts/PageHead";
import { ProblemNotice } from "@/parts/Problem";
import { PAGE, useShopOrders, type Wanted } from "../data";
import { ListConditions } from "../parts/Conditions";
import { useColumns } from "../parts/columns";
import { OrderCard } from "../parts/OrderCard";
import css from "../parts/Orders.module.css";
import { Views } from "../parts/Views";
import { CONDITIONS, changed, NO_CONDITION, SUBS, TABS, wantedOf } from "../parts/wanted";

/** A shop's orders: tabs are states, what is due first comes first, the next act stands at the end of each row. */
export default function ShopOrders() {
  const { t } = useTranslation("orders");
  const { shopId = "" } = useParams();
  const { zone } = usePlace();
  const [query, setQuery] = useSearchParams();
  const counts = useOrderCounts(shopId);
  const first = counts.data?.to_ship === 0 ? "all" : "to_ship";
  const wanted = wantedOf(query, zone, useNow("hour"), first);
  const known = query.has("tab") || query.has("q") || !counts.isPending;
  const { data, error, isPlaceholderData, refetch } = useShopOrders(shopId, wanted, known);
  const [selected, select] = useSelection(query, setQuery);

  return (
    <div className={css.page}>
      <PageHead title={t("list.title")} acts={<ToExports shop={shopId} />} />
      <Tabs shop={shopId} wanted={wanted} query={query} />
      <BulkActs shop={shopId} rows={data?.items ?? []} selected={selected} select={select} />
      <section className={`card ${css.list}`}>
        <ListConditions query={query} wanted={wanted} page={data} />
        {error ? (
          <div className="pad">
            <ProblemNotice error={error} retry={() => void refetch()} />
          </div>
        ) : (
          <List {...{ shop: shopId, wanted, query, page: data, stale: isPlaceholderData, selected, select }} />
        )}
      </section>
    </div>
  );
}

/** Where orders are exported, for those who may. */
function ToExports({ shop }: { shop: string }) {
  const { t } = useTranslation("orders");
  const mine = useMe().data?.shops.find(({ id }) => id === shop);
  if (!mine?.permissions.includes("orders.export")) return null;
  return (
    <Link to={`/s/${shop}/exports`}>
      <Button icon={<FileDown />}>{t("export.act")}</Button>
    </Link>
  );
}

/** The chosen rows: at once on the page, and in the address so that a reload and a shared link keep them. Another list has its own. */
function useSelection(
  query: URLSearchParams,
  setQuery: (next: URLSearchParams, how: { replace: boolean }) => void,
): [string[], (keys: string[]) => void] {
  const rest = new URLSearchParams(query);
  rest.delete("sel");
  const list = rest.toString();
  const named = (query.get("sel") ?? "").split(",").filter(Boolean);
  const [chosen, choose] = useState({ list, keys: named });
  const select = (keys: string[]) => {
    choose({ list, keys });
    const next = new URLSearchParams(rest);
    if (keys.length > 0) next.set("sel", keys.join(","));
    setQuery(next, { replace: true });
  };
  return [chosen.list === list ? chosen.keys : named, select];
}

function Tabs({ shop, wanted, query }: { shop: string; wanted: Wanted; query: URLSearchParams }) {
  const { t } = useTranslation("orders");
  const language = useLanguage();
  const { data: counts } = useOrderCounts(shop);
  const named = (value: number | undefined) => (value === undefined ? null : count(value, language));
  const to = (change: Record<string, string | null>) => changed(query, { sel: null, sort: null, ...change });
  return (
    <>
      <FilterTabs
        label={t("list.title")}
        active={wanted.tab}
        tabs={TABS.map((key) => ({
          key,
          name: t(`tab.${key}`),
          count: named(counts?.[key]),
          to: to({ tab: key, sub: null }),
        }))}
      />
      <div className={css.sub}>
        {wanted.tab === "to_ship" && (
          <Segments
            label={t("tab.to_ship")}
            active={wanted.sub ?? "all"}
            parts={[
              { key: "all", name: t("sub.all"), count: named(counts?.to_ship), to: to({ sub: null }) },
              ...SUBS.map((key) => ({
                key,
                name: t(`sub.${key}`),
                count: named(counts?.sub[key]),
                to: to({ sub: key }),
              })),
            ]}
          />
        )}
        <Views shop={shop} query={query} tab={wanted.tab} />
      </div>
    </>
  );
}

type ListProps = {
  shop: string;
  wanted: Wanted;
  query: URLSearchParams;
  page: Page<OrderRow> | undefined;
  stale: boolean;
  selected: string[];
  select: (keys: string[]) => void;
};

function List({ shop, wanted, query, page, stale, selected, select }: ListProps) {
  const { t } = useTranslation("orders");
  const language = useLanguage();
  const go = useNavigate();
  const list = changed(query, { tab: wanted.tab, cursor: query.get("cursor"), sel: null }).slice(1);
  const columns = useColumns(shop, list, wanted.sort);
  const rows = page?.items;
  const cursor = useRowCursor({
    keys: rows?.map(({ id }) => id) ?? [],
    selected,
    select,
    open: (id) => void go(`/s/${shop}/orders/${id}`, { state: { list } }),
    act: next,
  });
  const first = Number(query.get("at") ?? 0);
  const move = (to: string | null, at: number) =>
    to &&
    (() =>
      void go(`${changed(query, { sel: null, at: at > 0 ? String(at) : null })}&cursor=${encodeURIComponent(to)}`));
  return (
    <DataTable
      rows={rows}
      columns={columns}
      rowKey={(row) => row.id}
      card={(row) => <OrderCard order={row} shop={shop} list={list} />}
      stale={stale}
      cursor={cursor}
      open={(row) => void go(`/s/${shop}/orders/${row.id}`, { state: { list } })}
      selection={{ keys: selected, change: select, name: (row) => t("list.choose", { number: row.number }) }}
      empty={<Nothing shop={shop} wanted={wanted} query={query} />}
      foot={
        page && (
          <Pager
            text={t("list.range", {
              from: first + 1,
              to: first + page.items.length,
              total: total(page.total, language),
            })}
            before={move(page.prev_cursor, first - PAGE) || null}
            after={move(page.next_cursor, first + PAGE) || null}
          />
        )
      }
    />
  );
}

/** Do what is next for an order, by the link that its row ends with. */
function next(id: string): void {
  document.querySelector<HTMLElement>(`[data-row-key="${id}"] td:last-child .link`)?.click();
}

function Nothing({ shop, wanted, query }: { shop: string; wanted: Wanted; query: URLSearchParams }) {
  const { t } = useTranslation("orders");
  const when = useWhen();
  const { data: counts } = useOrderCounts(shop);
  if (CONDITIONS.some((name) => query.get(name))) {
    const clear = changed(query, { ...NO_CONDITION, sel: null });
    return (
      <Empty
        fact={t("empty.no_match")}
        next={t("empty.no_match_next")}
        act={
          <Link to={clear}>
            <Button>{t("empty.clear")}</Button>
          </Link>
        }
      />
    );
  }
  if (counts?.all === 0)
    return (
      <Empty
        fact={t("empty.none")}
        next={t("empty.none_next")}
        act={
          <Link to={`/s/${shop}/products`}>
            <Button>{t("empty.to_products")}</Button>
          </Link>
        }
      />
    );
  return (
    <Empty
      fact={t(`empty.left.${wanted.tab}`)}
      next={t("empty.as_of", { at: moment(when.now, when, true) })}
      act={
        <Link to="?tab=all">
          <Button>{t("empty.all")}</Button>
        </Link>
      }
    />
  );
}
