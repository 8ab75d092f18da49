import { useTranslation } from "react-i18next";
import { useMarkets } from "@/app/data";
import { usePlace } from "@/app/place";
import { prefer } from "@/app/preferences";
import { Switcher } from "./Filters";

/** Which market an operator looks at; kept for the next visit. */
export function MarketPills() {
  const { t } = useTranslation("app");
  const { market } = usePlace();
  const { data: markets = [] } = useMarkets();
  if (!market || markets.length < 2) return null;
  return (
    <Switcher
      label={t("top.market")}
      value={market}
      onChange={(code) => prefer({ market: code })}
      options={markets.map(({ code }) => ({ key: code, name: t(`market.${code}`, { defaultValue: code }) }))}
    />
  );
}
