import { Button } from "antd";
import { MessageCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useShop } from "@/app/data";
import { day } from "@/app/format";
import { At, useWhen } from "@/app/place";
import type { Shop as ShopOut } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { useTitle } from "@/parts/PageHead";
import { Picture } from "@/parts/Picture";
import { PageProblem } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { ShopSign } from "@/parts/Tag";
import { useGoods } from "../data";
import css from "../parts/Goods.module.css";
import { Tiles } from "../parts/Tiles";

/** A shop's front, and what it sells. */
export default function Shop() {
  const { shopId = "" } = useParams();
  const { data: shop, error, refetch } = useShop(shopId);
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!shop) return <PageSkeleton cards={1} />;
  return (
    <At as="buyer" market={shop.market}>
      <Front shop={shop} />
    </At>
  );
}

function Front({ shop }: { shop: ShopOut }) {
  const { t } = useTranslation(["catalog", "app"]);
  const when = useWhen();
  const goods = useGoods(shop.market, { shop: shop.id });
  useTitle(shop.name);
  return (
    <>
      <section className={`card ${css.front}`}>
        {shop.picture ? (
          <Picture src={shop.picture} alt="" size={56} radius={9} />
        ) : (
          <ShopSign name={shop.name} size={56} />
        )}
        <div className="grow">
          <h1>{shop.name}</h1>
          <p className="s13 t3">
            {t(`app:market.${shop.market}`, { defaultValue: shop.market })} ·{" "}
            {t("shop.since", { day: day(Date.parse(shop.opened_at), when) })}
          </p>
          {shop.description && <p className="t2">{shop.description}</p>}
        </div>
        <Link to={`/chat/${shop.id}`}>
          <Button icon={<MessageCircle />}>{t("product.ask")}</Button>
        </Link>
      </section>
      <Tiles
        goods={goods.data?.pages.flatMap(({ items }) => items)}
        more={goods.hasNextPage ? () => void goods.fetchNextPage() : null}
        busy={goods.isFetchingNextPage}
        withShop={false}
        empty={<Empty fact={t("shop.none")} next={t("shop.none_next")} />}
      />
    </>
  );
}
