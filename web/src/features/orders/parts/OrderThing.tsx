import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { grouped } from "@/app/format";
import type { OrderRow } from "@/app/types";
import { Picture } from "@/parts/Picture";
import { pieces } from "./state";

/** What was ordered: the first line's picture and name, how many pieces, the number and variety. */
export function OrderThing({
  order,
  to,
  state,
  size = 40,
}: {
  order: OrderRow;
  to?: string;
  state?: unknown;
  size?: number;
}) {
  const { t } = useTranslation("orders");
  const [first, ...others] = order.lines;
  const count = pieces(order);
  const title = [
    first?.title ?? t("list.no_lines"),
    others.length > 0 ? t("list.and_more", { count: others.length }) : count > 1 ? `×${count}` : "",
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <div className="row" style={{ gap: 12 }}>
      <Picture src={first?.picture} alt="" size={size} />
      <div className="grow">
        <div className="w5 el">
          {to ? (
            <Link to={to} state={state}>
              {title}
            </Link>
          ) : (
            title
          )}
        </div>
        <div className="s12 t3 el">{[grouped(order.number), first?.sku_name].filter(Boolean).join(" · ")}</div>
      </div>
    </div>
  );
}
