import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { counted, money, tableMoment } from "@/app/format";
import { useLanguage, usePlace, useWhen } from "@/app/place";
import type { ProductLine, ProductState } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { FilterTabs } from "@/parts/Filters";
import { MarketPills } from "@/parts/MarketPills";
import { PagedTable } from "@/parts/PagedTable";
import { PageHead } from "@/parts/PageHead";
import { Picture } from "@/parts/Picture";
import { Status } from "@/parts/Status";
import { Tag } from "@/parts/Tag";
import { useReview } from "../data";
import { moveOf } from "../parts/state";

const TABS: readonly ProductState[] = ["in_review", "on_sale", "off_sale", "draft", "banned"];

/** What waits for a reviewer, the longest waiting first. */
export default function Review() {
  const { t } = useTranslation("catalog");
  const { market } = usePlace();
  const language = useLanguage();
  const go = useNavigate();
  const [query, setQuery] = useSearchParams();
  const asked = query.get("tab") as ProductState;
  const tab = TABS.includes(asked) ? asked : "in_review";
  const answer = useReview(market, tab, query.get("cursor"));
  const turn = (cursor: string) => setQuery({ tab, cursor });
  const columns = useColumns();
  return (
    <div className="col" style={{ gap: 14 }}>
      <PageHead title={t("review.title")} acts={<MarketPills />} />
      <FilterTabs
        label={t("review.title")}
        active={tab}
        tabs={TABS.map((key) => ({ key, name: t(`tab.${key}`), to: `?tab=${key}` }))}
      />
      <section className="card" style={{ overflow: "clip" }}>
        <PagedTable
          answer={answer}
          told={({ total }) => t("manage.fits", counted(total, language))}
          turn={turn}
          columns={columns}
          open={({ id }) => void go(`/op/products/${id}`)}
          card={(product) => (
            <div className="pad">
              <Thing product={product} />
            </div>
          )}
          empty={<Empty fact={t("review.none")} next={t("review.none_next")} />}
        />
      </section>
    </div>
  );
}

function Thing({ product }: { product: ProductLine }) {
  return (
    <div className="row" style={{ gap: 12 }}>
      <Picture src={product.pictures[0]} alt="" size={40} />
      <div className="grow">
        <Link to={`/op/products/${product.id}`} className="w5 el" style={{ display: "block" }}>
          {product.title}
        </Link>
        <div className="s12 t3 el">{product.category.name}</div>
      </div>
    </div>
  );
}

function useColumns(): Columns<ProductLine> {
  const { t } = useTranslation("catalog");
  const when = useWhen();
  return [
    { key: "thing", title: t("manage.product"), render: (_, product) => <Thing product={product} /> },
    { key: "shop", title: t("review.shop"), width: 180, render: (_, product) => product.shop.name },
    {
      key: "price",
      title: t("manage.price"),
      width: 130,
      align: "right",
      render: (_, product) => product.price_from && money(product.price_from),
    },
    {
      key: "state",
      title: t("manage.state"),
      width: 170,
      render: (_, product) => (
        <span className="row">
          <Status move={moveOf(product.state, "operator")}>{product.state_text}</Status>
          {product.review_overdue_at && <Tag tint="bad">{t("review.overdue")}</Tag>}
        </span>
      ),
    },
    {
      key: "since",
      title: t("review.since"),
      width: 130,
      render: (_, product) => (
        <span className="t2 nw">
          {product.submitted_at ? tableMoment(Date.parse(product.submitted_at), when) : "—"}
        </span>
      ),
    },
    {
      key: "act",
      title: <span className="hidden-visually">{t("manage.next")}</span>,
      width: 84,
      align: "right",
      render: (_, product) => (
        <Link className="link" to={`/op/products/${product.id}`} aria-label={t("manage.open", { name: product.title })}>
          {t(product.state === "in_review" ? "review.look" : "review.open")}
        </Link>
      ),
    },
  ];
}
