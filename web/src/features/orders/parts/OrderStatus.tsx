import { useTranslation } from "react-i18next";
import type { OrderRow } from "@/app/types";
import { Status } from "@/parts/Status";
import { Tag, type Tint } from "@/parts/Tag";
import { moveOf } from "./state";

type As = "shop" | "buyer" | "operator";

export function OrderStatus({ order, as }: { order: OrderRow; as: As }) {
  const { t } = useTranslation("orders");
  const asked = as === "shop" && order.cancellation?.state === "open";
  return (
    <Status move={moveOf(order, as)}>
      {asked ? t("state.shop.asked") : t(`state.${as === "buyer" ? "buyer" : "shop"}.${order.state}`)}
    </Status>
  );
}

const TINTS: Record<string, Tint> = {
  part_cancelled: "warn",
  late_packing: "warn",
  late_shipment: "bad",
  gift: "accent",
};

/** Facts that are not the state: part cancelled, a late mark, a gift. */
export function OrderTags({ order, tall = false }: { order: OrderRow; tall?: boolean }) {
  const { t } = useTranslation("orders");
  return order.tags.map((tag) => (
    <Tag key={tag} tint={TINTS[tag] ?? "plain"} tall={tall}>
      {t(`tag.${tag}`, { defaultValue: tag })}
    </Tag>
  ));
}
