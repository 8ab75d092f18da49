import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "./clock";
import { useMarkets } from "./data";
import type { When } from "./format";
import type { Language } from "./preferences";

/** Where the reader stands: as whom, in which shop, and by which market's time. */
export type Place = {
  as: "shop" | "buyer" | "operator";
  shop: string | null;
  market: string | null;
  zone: string;
  /** The address of a rule's page, from here. */
  rulePath: (rule: string) => string;
};

const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const Here = createContext<Place>({
  as: "buyer",
  shop: null,
  market: null,
  zone: OWN_ZONE,
  rulePath: (rule) => `/rules/${rule}`,
});

export function usePlace(): Place {
  return useContext(Here);
}

export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}

/** What times are written by, here. */
export function useWhen(each: "second" | "minute" | "hour" = "hour"): When {
  const { zone } = usePlace();
  const language = useLanguage();
  const now = useNow(each);
  return { zone, language, now };
}

type Standing = { as: Place["as"]; shop?: string | null; market: string | null; children: ReactNode };

/** Everything below stands here. The market's zone comes from the server's list of markets. */
export function At({ as, shop = null, market, children }: Standing) {
  const markets = useMarkets();
  const zone = markets.data?.find(({ code }) => code === market)?.zone ?? OWN_ZONE;
  const place = useMemo<Place>(() => {
    const base = as === "shop" && shop ? `/s/${shop}` : as === "operator" ? "/op" : "";
    const rulePath = (rule: string) => `${base}/rules/${rule}`;
    return { as, shop, market, zone, rulePath };
  }, [as, shop, market, zone]);
  return <Here value={place}>{children}</Here>;
}
