import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/app/data";
import type { MarketTerms } from "@/app/types";
import { PageHead } from "@/parts/PageHead";
import { PageProblem } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { useTerms } from "../data";
import { MarketCard, useMarketName } from "../parts/MarketCard";
import { Opening } from "../parts/Opening";
import css from "../parts/Rules.module.css";

/** Every market of the rulebook: its terms where it is open, and the way to open it where it is not. */
export default function Markets() {
  const { t } = useTranslation("lawbook");
  const { data, error, refetch } = useTerms();
  const { data: me } = useMe();
  const [changing, change] = useState<MarketTerms | null>(null);
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton cards={3} />;
  const opens = me?.operator?.permissions.includes("lawbook.open_market") ? change : null;
  const closed = data.filter(({ opened }) => opened === null);
  return (
    <div className="col" style={{ gap: 14 }}>
      <PageHead title={t("markets.title")} />
      <div className={css.markets}>
        {data
          .filter(({ opened }) => opened !== null)
          .map((market) => (
            <MarketCard key={market.code} market={market} change={opens} />
          ))}
      </div>
      {closed.length > 0 && <Closed markets={closed} open={opens} />}
      <Opening market={changing} close={() => change(null)} />
    </div>
  );
}

function Closed({ markets, open }: { markets: MarketTerms[]; open: ((market: MarketTerms) => void) | null }) {
  const { t } = useTranslation("lawbook");
  const named = useMarketName();
  return (
    <section className="card" style={{ overflow: "clip" }} aria-labelledby="markets-closed">
      <header>
        <h2 id="markets-closed">{t("markets.closed")}</h2>
      </header>
      <ul className={css.closed}>
        {markets.map((market) => (
          <li key={market.code} className="row">
            <b className="grow">{named(market.code)}</b>
            <span className="s13 t3">
              {market.currency} · {market.zone}
            </span>
            {open && (
              <button
                type="button"
                className="link"
                aria-label={t("markets.open_one", { market: named(market.code) })}
                onClick={() => open(market)}
              >
                {t("markets.open")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
