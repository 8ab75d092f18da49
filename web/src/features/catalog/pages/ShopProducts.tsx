import { Button, Input } from "antd";
import { Plus, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useMe } from "@/app/data";
import { count, counted, money, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { ProductLine, ProductState } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { Chip, FilterTabs } from "@/parts/Filters";
import { PagedTable } from "@/parts/PagedTable";
import { PageHead } from "@/parts/PageHead";
import { Picture } from "@/parts/Picture";
import { Status } from "@/parts/Status";
import { Tag } from "@/parts/Tag";
import { useShopProducts } from "../data";
import css from "../parts/Manage.module.css";
import { moveOf } from "../parts/state";

const TABS: readonly (ProductState | "all")[] = ["all", "on_sale", "draft", "in_review", "off_sale", "banned"];

/** A shop's own products in every state. */
export default function ShopProducts() {
  const { t } = useTranslation("catalog");
  const { shopId = "" } = useParams();
  const { data: me } = useMe();
  const go = useNavigate();
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const asked = query.get("tab") as ProductState | "all";
  const tab = TABS.includes(asked) ? asked : "all";
  const low = query.get("low") === "1";
  const q = query.get("q") ?? "";
  const cursor = query.get("cursor") ?? "";
  const answer = useShopProducts(shopId, {
    ...(tab !== "all" && { state: tab }),
    ...(q && { q }),
    ...(low && { low }),
    ...(cursor && { cursor }),
  });
  const editable = me?.shops.find(({ id }) => id === shopId)?.permissions.includes("catalog.edit");
  const set = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(query);
    next.delete("cursor");
    for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
    setQuery(next);
  };
  const turn = (to: string) => setQuery({ ...Object.fromEntries(query), cursor: to });
  const open = (product: ProductLine) => void go(`/s/${shopId}/products/${product.id}`);
  const add = editable && (
    <Link to={`/s/${shopId}/products/new`}>
      <Button type="primary" icon={<Plus />}>
        {t("manage.add")}
      </Button>
    </Link>
  );
  const columns = useColumns(shopId);
  return (
    <div className="col" style={{ gap: 14 }}>
      <PageHead title={t("manage.title")} acts={add} />
      <FilterTabs
        label={t("manage.title")}
        active={tab}
        tabs={TABS.map((key) => ({ key, name: t(`tab.${key}`), to: `?tab=${key}` }))}
      />
      <section className="card" style={{ overflow: "clip" }}>
        <div className={css.filters}>
          <FindBox q={q} set={set} />
          {low ? (
            <Chip off={() => set({ low: null })} removeLabel={t("manage.low_off")}>
              {t("manage.low")}
            </Chip>
          ) : (
            <button type="button" className="link s13 w4" onClick={() => set({ low: "1" })}>
              {t("manage.only_low")}
            </button>
          )}
          <span className="grow" />
          <span className="s12 t2 nw">{answer.data && t("manage.fits", counted(answer.data.total, language))}</span>
        </div>
        <PagedTable
          answer={answer}
          told={({ items }) => t("manage.shown", { n: count(items.length, language) })}
          turn={turn}
          columns={columns}
          open={open}
          card={(product) => <ProductCard product={product} shop={shopId} />}
          empty={
            <Empty
              fact={t(q || low || tab !== "all" ? "manage.no_match" : "manage.none")}
              next={t("manage.none_next")}
              act={add}
            />
          }
        />
      </section>
    </div>
  );
}

function FindBox({ q, set }: { q: string; set: (change: Record<string, string | null>) => void }) {
  const { t } = useTranslation("catalog");
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  return (
    <Input
      allowClear
      prefix={<Search className="t3" />}
      style={{ width: 240, height: 30 }}
      value={text}
      placeholder={t("manage.search")}
      aria-label={t("manage.search")}
      onChange={({ target, type }) => {
        setText(target.value);
        if (type === "click") set({ q: null });
      }}
      onPressEnter={() => set({ q: text.trim() })}
    />
  );
}

function prices(product: ProductLine): string {
  const { price_from: from, price_to: to } = product;
  if (!from || !to) return "—";
  return from.amount === to.amount ? money(from) : `${money(from)} – ${money(to)}`;
}

function Thing({ product, to }: { product: ProductLine; to: string }) {
  const { t } = useTranslation("catalog");
  return (
    <div className="row" style={{ gap: 12 }}>
      <Picture src={product.pictures[0]} alt="" size={40} />
      <div className="grow">
        <Link to={to} className="w5 el" style={{ display: "block" }}>
          {product.title}
        </Link>
        <div className="s12 t3 el">
          {product.category.name} · {t("manage.skus", { count: product.skus.length })}
        </div>
      </div>
    </div>
  );
}

function Stock({ product }: { product: ProductLine }) {
  const { t } = useTranslation("catalog");
  const language = useLanguage();
  return (
    <span className="row" style={{ justifyContent: "flex-end" }}>
      {product.low && <Tag tint="warn">{t("manage.low")}</Tag>}
      {count(product.stock, language)}
    </span>
  );
}

function useColumns(shop: string): Columns<ProductLine> {
  const { t } = useTranslation("catalog");
  const when = useWhen();
  return [
    {
      key: "thing",
      title: t("manage.product"),
      render: (_, product) => <Thing product={product} to={`/s/${shop}/products/${product.id}`} />,
    },
    {
      key: "price",
      title: t("manage.price"),
      width: 190,
      align: "right",
      render: (_, product) => <span className="w5">{prices(product)}</span>,
    },
    {
      key: "stock",
      title: t("manage.stock"),
      width: 130,
      align: "right",
      render: (_, product) => <Stock product={product} />,
    },
    {
      key: "state",
      title: t("manage.state"),
      width: 130,
      render: (_, product) => <Status move={moveOf(product.state, "shop")}>{product.state_text}</Status>,
    },
    {
      key: "made",
      title: t("manage.made"),
      width: 120,
      render: (_, product) => <span className="t2 nw">{tableMoment(Date.parse(product.made_at), when)}</span>,
    },
    {
      key: "act",
      title: <span className="hidden-visually">{t("manage.next")}</span>,
      width: 84,
      align: "right",
      render: (_, product) => (
        <Link
          className="link"
          to={`/s/${shop}/products/${product.id}`}
          aria-label={t("manage.open", { name: product.title })}
        >
          {t(product.state === "draft" ? "manage.go_on" : "manage.edit")}
        </Link>
      ),
    },
  ];
}

function ProductCard({ product, shop }: { product: ProductLine; shop: string }) {
  return (
    <div className={css.card}>
      <div className="row sb">
        <Status move={moveOf(product.state, "shop")}>{product.state_text}</Status>
        <Stock product={product} />
      </div>
      <Thing product={product} to={`/s/${shop}/products/${product.id}`} />
      <b>{prices(product)}</b>
    </div>
  );
}
