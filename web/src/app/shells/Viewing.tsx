import { Button } from "antd";
import { Eye } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useEndViewing, useMe } from "../data";
import { useRealNow } from "../real";
import type { Me } from "../types";
import css from "./Shell.module.css";

const SECOND = 1000;

/** Over every page while an operator looks at a shop as its people see it: whose, for how long yet, and the way out. */
export function ViewingBand() {
  const { data: me } = useMe();
  const shop = me?.shops[0];
  return me?.viewing && shop ? <Band viewing={me.viewing} shop={shop} /> : null;
}

type Props = { viewing: NonNullable<Me["viewing"]>; shop: Me["shops"][number] };

function Band({ viewing, shop }: Props) {
  const { t } = useTranslation();
  const end = useEndViewing();
  const left = Math.max(0, Math.ceil((Date.parse(viewing.ends_at) - useRealNow(SECOND)) / SECOND));
  useEffect(() => {
    document.documentElement.style.setProperty("--band", "40px");
    return () => void document.documentElement.style.removeProperty("--band");
  }, []);
  useEffect(() => {
    // The session is the operator's own again; what the pages knew was the shop's.
    if (left === 0) location.assign("/op/shops");
  }, [left]);
  const role = t(`role.${shop.role}`);
  const face = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <section className={css.band} aria-label={t("viewing.label")}>
      <Eye className="small" />
      <span className="el wide-only">{t("viewing.as", { shop: shop.name, role })}</span>
      <span className="el narrow-only">{t("viewing.short", { role })}</span>
      <span className="nw">{end.error ? end.error.message : t("viewing.left", { left: face })}</span>
      <Button size="small" loading={end.isPending} onClick={() => end.mutate(null)}>
        {t("viewing.end")}
      </Button>
    </section>
  );
}
