import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useOrder, useProduct } from "@/app/data";
import { grouped, money } from "@/app/format";
import { usePlace } from "@/app/place";
import { Picture } from "@/parts/Picture";
import css from "./Talk.module.css";

/** A product as it stands now; a card in a talk is its id alone. */
export function ProductCard({ id }: { id: string }) {
  const { t } = useTranslation("desk");
  const { as, shop } = usePlace();
  const { data: product, error } = useProduct(id);
  if (error) return <span className={css.gone}>{t("card.no_product")}</span>;
  const to = as === "shop" ? `/s/${shop}/products/${id}` : `/p/${id}`;
  const price = product?.skus.find(({ active }) => active)?.price;
  return (
    <CardLink to={to} picture={product?.pictures[0]} title={product?.title ?? ""}>
      <b>{price && money(price)}</b>
    </CardLink>
  );
}

/** An order as it stands now, for whoever may see it. */
export function OrderCard({ id }: { id: string }) {
  const { t } = useTranslation("desk");
  const { as, shop } = usePlace();
  const { data: order, error } = useOrder(id);
  if (error) return <span className={css.gone}>{t("card.no_order")}</span>;
  const to = as === "shop" ? `/s/${shop}/orders/${id}` : `/orders/${id}`;
  return (
    <CardLink to={to} picture={order?.lines[0]?.picture} title={order?.lines[0]?.title ?? ""}>
      <span className="s12 t2">{order && `${order.state_text} · ${grouped(order.number)}`}</span>
      <b>{order && money(order.amounts.total)}</b>
    </CardLink>
  );
}

type Shape = { to: string; picture: string | null | undefined; title: string; children: ReactNode };

function CardLink({ to, picture, title, children }: Shape) {
  return (
    <Link to={to} className={css.card}>
      <Picture src={picture} alt="" size={64} radius={6} />
      <span className="grow col" style={{ gap: 2 }}>
        <span className={`w5 ${css.two}`}>{title}</span>
        {children}
      </span>
    </Link>
  );
}
