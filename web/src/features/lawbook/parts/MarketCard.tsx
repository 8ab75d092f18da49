import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { total } from "@/app/format";
import { useLanguage } from "@/app/place";
import { prefer } from "@/app/preferences";
import type { MarketTerms, PackChange } from "@/app/types";
import { ProblemNotice } from "@/parts/Problem";
import { Tag } from "@/parts/Tag";
import { useMarketSize, useSettlePack, useWithdrawPack } from "../data";
import css from "./Rules.module.css";

/** A market by its name, else its code. */
export function useMarketName(): (code: string) => string {
  const { t } = useTranslation("app");
  return (code) => t(`market.${code}`, { defaultValue: code });
}

type Change = ((market: MarketTerms) => void) | null;

/** One open market: its pack and the day it holds from, its shops, its own rules, and what changes next. */
export function MarketCard({ market, change }: { market: MarketTerms; change: Change }) {
  const { t } = useTranslation("lawbook");
  const named = useMarketName();
  const language = useLanguage();
  const shops = useMarketSize(market.code, market.open);
  const go = (to: string, words: ReactNode) => (
    <Link className="link" to={to} onClick={() => prefer({ market: market.code })}>
      {words}
    </Link>
  );
  const name = named(market.code);
  return (
    <section className={`card ${css.market}`} aria-labelledby={`market-${market.code}`}>
      <div className="row sb">
        <h2 id={`market-${market.code}`}>{name}</h2>
        <span className="s13 t3">
          {market.currency} · {market.zone}
        </span>
      </div>
      <dl className={css.terms}>
        <dt>{t("markets.opened")}</dt>
        <dd>{market.opened}</dd>
        <dt>{t("markets.pack")}</dt>
        <dd>
          {market.pack ? (
            <>
              <b>{market.pack.title}</b>
              <span className="s12 t3">
                {" "}
                {t(market.pack.name ? "markets.holds" : "markets.holds_base", {
                  n: market.pack.rules,
                  since: market.since,
                })}
              </span>
            </>
          ) : (
            "—"
          )}
        </dd>
        <dt>{t("markets.next")}</dt>
        <dd>
          {market.next_pack
            ? t("markets.comes", { pack: market.next_pack.title, since: market.next_since })
            : t("markets.nothing")}
        </dd>
        <dt>{t("markets.own")}</dt>
        <dd>{go("/op/rules", t("markets.overrides", { n: market.overrides, coming: market.announced }))}</dd>
        <dt>{t("markets.shops")}</dt>
        <dd>{go("/op/shops", shops.data ? total(shops.data.total, language) : "—")}</dd>
        <dt>{t("markets.calendar")}</dt>
        <dd>{go("/op/calendar", t("markets.to_calendar"))}</dd>
      </dl>
      {market.changes.map((one) => (
        <Proposal key={one.id} change={one} market={name} />
      ))}
      {change && market.choices.some(({ name: one }) => one !== market.pack?.name) && (
        <Button
          style={{ alignSelf: "flex-start" }}
          aria-label={t("markets.change_one", { market: name })}
          onClick={() => change(market)}
        >
          {t("markets.change")}
        </Button>
      )}
    </section>
  );
}

/** A change of the pack that is proposed or settled, with what its reader may do about it. */
function Proposal({ change, market }: { change: PackChange; market: string }) {
  const { t } = useTranslation(["lawbook", "app"]);
  const settle = useSettlePack();
  const withdraw = useWithdrawPack();
  const may = (verb: string) => change.verbs.find((one) => one.verb === verb);
  const settles = may("settle");
  const failed = settle.error ?? withdraw.error;
  return (
    <div className={css.proposal}>
      <div className="row sb wrap">
        <b>{t("markets.becomes", { pack: change.pack.title, since: change.since })}</b>
        <Tag tint={change.state === "settled" ? "accent" : "warn"}>{t(`markets.state.${change.state}`)}</Tag>
      </div>
      <p className="s13 t2">{t("markets.by", { role: t(`app:role.${change.drafted_as}`), reason: change.reason })}</p>
      {settles && !settles.allowed && <p className="s12 t3">{settles.why}</p>}
      <div className="row" style={{ gap: 8 }}>
        {settles?.allowed && (
          <Button
            type="primary"
            size="small"
            loading={settle.isPending}
            aria-label={t("markets.settle_one", { market })}
            onClick={() => settle.mutate(change.id)}
          >
            {t("markets.settle")}
          </Button>
        )}
        {may("withdraw") && (
          <Button
            size="small"
            loading={withdraw.isPending}
            aria-label={t("markets.withdraw_one", { market })}
            onClick={() => withdraw.mutate(change.id)}
          >
            {t("markets.withdraw")}
          </Button>
        )}
      </div>
      {failed && <ProblemNotice error={failed} />}
    </div>
  );
}
