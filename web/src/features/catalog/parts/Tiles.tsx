import { Button } from "antd";
import type { ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { money } from "@/app/format";
import type { ProductLine } from "@/app/types";
import { Picture } from "@/parts/Picture";
import { TilesSkeleton } from "@/parts/Skeletons";
import css from "./Goods.module.css";

type Props = {
  goods: ProductLine[] | undefined;
  empty: ReactNode;
  more: (() => void) | null;
  busy: boolean;
  withShop?: boolean;
};

export function Tiles({ goods, empty, more, busy, withShop = true }: Props) {
  const { t } = useTranslation("catalog");
  if (goods?.length === 0) return <>{empty}</>;
  return (
    <>
      <div className={css.tiles}>
        {goods ? (
          goods.map((product) => <Tile key={product.id} product={product} withShop={withShop} />)
        ) : (
          <TilesSkeleton />
        )}
      </div>
      {more && (
        <div className={css.more}>
          <Button loading={busy} onClick={more}>
            {t("goods.more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Tile({ product, withShop }: { product: ProductLine; withShop: boolean }) {
  const { t } = useTranslation("catalog");
  const { price_from, price_to, stock } = product;
  const range = price_from && price_to && price_from.amount !== price_to.amount;
  return (
    <Link to={`/p/${product.id}`} className={`card ${css.tile}`}>
      <Picture src={product.pictures[0]} alt="" radius={0} />
      <span className={css.text}>
        <span className={css.name}>{product.title}</span>
        {withShop && <span className="s12 t3 el">{product.shop.name}</span>}
        <span className={css.price}>
          {price_from &&
            (range ? (
              <Trans
                t={t}
                i18nKey="goods.from"
                values={{ amount: money(price_from) }}
                components={[<i key="more" />]}
              />
            ) : (
              money(price_from)
            ))}
          {stock === 0 && <span className="s12 w4 t3"> · {t("goods.sold_out")}</span>}
        </span>
      </span>
    </Link>
  );
}
