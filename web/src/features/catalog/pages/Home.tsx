import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { usePlace } from "@/app/place";
import { Empty } from "@/parts/Empty";
import { Pills } from "@/parts/Filters";
import { PageHead } from "@/parts/PageHead";
import { ProblemNotice } from "@/parts/Problem";
import { useCategories, useGoods } from "../data";
import css from "../parts/Goods.module.css";
import { Tiles } from "../parts/Tiles";

/** What the market has to sell. */
export default function Home() {
  const { t } = useTranslation(["catalog", "app"]);
  const { market } = usePlace();
  const [query] = useSearchParams();
  const q = query.get("q") ?? "";
  const category = query.get("category") ?? "";
  const { data: categories = [] } = useCategories();
  const goods = useGoods(market, { ...(q && { q }), ...(category && { category }) });
  const rows = goods.data?.pages.flatMap(({ items }) => items);
  const to = (code: string) => {
    const next = new URLSearchParams(query);
    if (code) next.set("category", code);
    else next.delete("category");
    return `?${next}`;
  };
  const where = market ? t(`app:market.${market}`, { defaultValue: market }) : "";
  const title = q ? t("home.found", { q }) : t("home.title", { market: where });
  return (
    <>
      <div className={css.intro}>
        <PageHead title={title} />
      </div>
      <div className={css.categories}>
        <Pills
          label={t("home.categories")}
          pills={[
            { key: "all", name: t("home.all"), to: to(""), on: !category },
            ...categories.map(({ code, name }) => ({ key: code, name, to: to(code), on: code === category })),
          ]}
        />
      </div>
      {goods.error ? (
        <ProblemNotice error={goods.error} retry={() => void goods.refetch()} />
      ) : (
        <Tiles
          goods={rows}
          more={goods.hasNextPage ? () => void goods.fetchNextPage() : null}
          busy={goods.isFetchingNextPage}
          empty={
            q || category ? (
              <Empty
                fact={t("home.no_match")}
                next={t("home.no_match_next")}
                act={
                  <Link to="/">
                    <Button>{t("home.clear")}</Button>
                  </Link>
                }
              />
            ) : (
              <Empty fact={t("home.none")} next={t("home.none_next")} />
            )
          }
        />
      )}
    </>
  );
}
