import { useTranslation } from "react-i18next";
import type { Side } from "@/app/types";

type Last = { side: Side; body: { [key: string]: unknown } | null } | null;

/** The last word of a talk in one line, for whoever stands on this side. */
export function useSaid(own: Side): (last: Last) => string {
  const { t } = useTranslation("desk");
  const what = (body: { [key: string]: unknown } | null) => {
    if (body === null) return t("log.erased");
    if (body.kind === "image") return t("last.image");
    if (body.kind === "product_card") return t("last.product");
    if (body.kind === "order_card") return t("last.order");
    return String(body.text ?? "");
  };
  return (last) => {
    if (!last) return "";
    const text = what(last.body);
    return last.side === own ? (own === "buyer" ? t("last.you", { text }) : t("last.shop", { text })) : text;
  };
}
