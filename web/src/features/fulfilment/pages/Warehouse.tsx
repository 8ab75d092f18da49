import { Input } from "antd";
import { ScanLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useOrderCounts } from "@/app/data";
import { count, grouped } from "@/app/format";
import { useLanguage } from "@/app/place";
import type { OrderRow } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { Empty } from "@/parts/Empty";
import { Segments } from "@/parts/Filters";
import { PageHead } from "@/parts/PageHead";
import { Picture } from "@/parts/Picture";
import { ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { type Show, useQueue } from "../data";
import { AtHand } from "../parts/AtHand";
import css from "../parts/Warehouse.module.css";

/** The warehouse, made for a phone: one big field to scan into, what is to be done by time, one order and one act a screen. */
export default function Warehouse() {
  const { t } = useTranslation("fulfilment");
  const { shopId = "" } = useParams();
  const [query] = useSearchParams();
  const show: Show = query.get("show") === "collect" ? "collect" : "pack";
  const words = query.get("q") ?? "";
  const { data, error, refetch } = useQueue(shopId, show, words);
  const rows = data?.items;
  const named = query.get("order");
  const found = words && rows?.length === 1 ? rows[0]?.id : undefined;
  const order = named ?? found;
  if (order) {
    const at = rows?.findIndex(({ id }) => id === order) ?? -1;
    const next = words ? undefined : (rows?.[at + 1] ?? rows?.find(({ id }) => id !== order));
    return <AtHand key={order} shop={shopId} id={order} back={`?show=${show}`} next={next?.id} />;
  }
  return (
    <div className={css.page}>
      <PageHead title={t("title")} />
      <Scan words={words} />
      <Parts shop={shopId} show={show} />
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {!rows && !error && <RowsSkeleton height={88} />}
      {rows?.length === 0 && <Empty fact={words ? t("nothing_found", { words }) : t(`nothing_${show}`)} />}
      <ul className={css.list}>
        {rows?.map((row) => (
          <li key={row.id}>
            <Card row={row} to={`?show=${show}&order=${row.id}`} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A hand scanner types what it reads and ends with Enter. */
function Scan({ words }: { words: string }) {
  const { t } = useTranslation("fulfilment");
  const go = useNavigate();
  return (
    <Input
      key={words}
      className={css.scan ?? ""}
      defaultValue={words}
      allowClear
      prefix={<ScanLine className="big t3" />}
      placeholder={t("scan")}
      aria-label={t("scan")}
      enterKeyHint="search"
      onChange={({ target, type }) => type === "click" && target.value === "" && void go("?")}
      onPressEnter={({ currentTarget }) =>
        void go(currentTarget.value.trim() ? `?q=${encodeURIComponent(currentTarget.value.trim())}` : "?")
      }
    />
  );
}

function Parts({ shop, show }: { shop: string; show: Show }) {
  const { t } = useTranslation("fulfilment");
  const language = useLanguage();
  const { data: counts } = useOrderCounts(shop);
  return (
    <div>
      <Segments
        label={t("title")}
        active={show}
        parts={(["pack", "collect"] as const).map((key) => ({
          key,
          name: t(`show.${key}`),
          count: counts?.sub[key] === undefined ? null : count(counts.sub[key], language),
          to: `?show=${key}`,
        }))}
      />
    </div>
  );
}

function Card({ row, to }: { row: OrderRow; to: string }) {
  const { t } = useTranslation("fulfilment");
  const kept = row.lines.filter(({ quantity, cancelled }) => quantity > cancelled);
  return (
    <div className={css.card}>
      <Link to={to} className={css.whole} aria-label={t("open", { number: grouped(row.number) })}>
        <b className="nw">{grouped(row.number)}</b>
      </Link>
      {kept.map((line) => (
        <span key={line.id} className="row" style={{ gap: 12 }}>
          <Picture src={line.picture} alt="" size={40} />
          <span className="grow">
            <span className="el w5">{line.title}</span>
            <span className="el s12 t3">{line.sku_name}</span>
          </span>
          <b className={css.count}>×{line.quantity - line.cancelled}</b>
        </span>
      ))}
      {row.note && <span className="s12 warn">{row.note}</span>}
      {row.clock && (
        <span className={css.clock}>
          <Countdown deadline={row.clock} withTime />
        </span>
      )}
    </div>
  );
}
