import { Button } from "antd";
import { Bell, Eye, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe, useRule } from "@/app/data";
import { usePlace } from "@/app/place";
import type { Rule as RuleOut, RuleValue } from "@/app/types";
import { PageHead } from "@/parts/PageHead";
import { PageProblem } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Status } from "@/parts/Status";
import { Tag } from "@/parts/Tag";
import { SourceLine, useLawDay } from "@/parts/why/RuleText";
import { useChanges } from "../data";
import { ChangeCard } from "../parts/ChangeCard";
import { Draft } from "../parts/Draft";
import { Lane } from "../parts/Lane";
import { Overrides } from "../parts/Overrides";
import css from "../parts/Rules.module.css";
import { lineage, standing } from "../parts/versions";

/** One rule: what it says, what holds here today, what comes next, and every value it ever had with where it comes from. */
export default function Rule() {
  const { ruleId = "" } = useParams();
  const { market } = usePlace();
  const { data: rule, error, refetch } = useRule(ruleId, market ?? undefined);
  if (error && !rule) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!rule) return <PageSkeleton />;
  return <Whole rule={rule} />;
}

function Whole({ rule }: { rule: RuleOut }) {
  const { t } = useTranslation(["lawbook", "app"]);
  const { market, rulePath, as } = usePlace();
  const day = useLawDay();
  const versions = lineage(rule);
  const module = t(`module.${rule.module}`, { defaultValue: rule.module });
  const list = rulePath("").replace(/\/$/, "");
  const next = rule.next[0];
  const { data: changes } = useChanges(market);
  const own = changes?.filter((one) => one.rule === rule.id) ?? [];
  const emergency = versions.some((value) => value.emergency && value.key === rule.in_force?.key);
  return (
    <div className={`${css.page} ${as === "buyer" ? css.alone : ""}`}>
      <PageHead
        above={
          <>
            <Link to={list}>{t("list.title")}</Link>
            {"　›　"}
            <Link to={`${list}?module=${rule.module}`}>{module}</Link>
          </>
        }
        title={rule.name}
        beside={
          <>
            <code className={css.id}>{rule.id}</code>
            {next && (
              <Tag tint="warn" tall>
                <Bell className="small" />
                {t("rule.changes", { day: day(next.since) })}
              </Tag>
            )}
            {emergency && (
              <Tag tint="bad" tall>
                {t("change.emergency")}
              </Tag>
            )}
          </>
        }
        acts={as === "operator" && <Acts rule={rule} />}
      />
      {as !== "operator" && <Says rule={rule} />}
      {versions.length > 0 && (
        <section className="card pad">
          <Lane rule={rule} values={versions} />
        </section>
      )}
      {own.map((change) => (
        <ChangeCard key={`${change.begins} ${JSON.stringify(change.where)}`} change={change} />
      ))}
      {as === "operator" && <Overrides rule={rule.id} />}
      {as === "operator" && <Says rule={rule} />}
      <section className="card">
        <header>
          <h2>{t("rule.versions")}</h2>
        </header>
        {[...versions].reverse().map((value) => (
          <Version key={value.key} rule={rule} value={value} />
        ))}
        {versions.length === 0 && <p className="pad t3">{t("rule.no_versions")}</p>}
      </section>
    </div>
  );
}

/** The rule in plain words, and what it comes to here today. */
function Says({ rule }: { rule: RuleOut }) {
  const { t } = useTranslation(["lawbook", "app"]);
  const { market } = usePlace();
  const day = useLawDay();
  return (
    <section className="card pad col" style={{ gap: 10 }}>
      <p className={css.says}>{rule.says}</p>
      <div className="row wrap" style={{ gap: 10 }}>
        {rule.in_force ? (
          <>
            <b className={css.value}>{rule.in_force.value_text}</b>
            <span className="s13 t3">
              {[
                market && t(`app:market.${market}`, { defaultValue: market }),
                rule.in_force.since && t("rule.since", { day: day(rule.in_force.since) }),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </>
        ) : (
          <span className="s13 t3">{t("rule.not_here")}</span>
        )}
      </div>
      {rule.in_force?.source && <SourceLine source={rule.in_force.source} />}
      {rule.note && (
        <p className="s13 t2" lang="en">
          {rule.note}
        </p>
      )}
      <p className="s12 t3">
        {[
          rule.judged_on && t("rule.judged", { when: t(`judged.${rule.judged_on}`, { defaultValue: rule.judged_on }) }),
          rule.min_count && t("rule.min_count", { count: rule.min_count }),
          rule.converted && t("rule.converted"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </section>
  );
}

/** What an operator may do here: see the rule as merchants do, and draft a change of it. */
function Acts({ rule }: { rule: RuleOut }) {
  const { t } = useTranslation("lawbook");
  const { data: me } = useMe();
  const [drafting, setDrafting] = useState(false);
  const mayDraft = me?.operator?.permissions.includes("lawbook.draft");
  const own = rule.kind === "rule" && rule.module !== "lawbook";
  return (
    <>
      <Link to={`/rules/${rule.id}`} target="_blank">
        <Button icon={<Eye />}>{t("rule.as_merchants")}</Button>
      </Link>
      {mayDraft && own && (
        <Button type="primary" icon={<Plus />} onClick={() => setDrafting(true)}>
          {t("draft.new")}
        </Button>
      )}
      <Draft rule={rule} open={drafting} close={() => setDrafting(false)} />
    </>
  );
}

function Version({ rule, value }: { rule: RuleOut; value: RuleValue }) {
  const { t } = useTranslation(["lawbook", "app"]);
  const day = useLawDay();
  const state = standing(rule, value);
  const move = { in_force: "done", next: "theirs", past: "stopped", covered: "stopped", elsewhere: "theirs" } as const;
  const where = Object.entries(value.where).map(([key, one]) => {
    const list = (Array.isArray(one) ? one : [one]).map(String);
    return list.map((name) => (key === "market" ? t(`app:market.${name}`, { defaultValue: name }) : name)).join(" / ");
  });
  return (
    <div className={css.version}>
      <span className={css.mark}>
        <b>v{value.version}</b>
        {value.emergency && <Tag tint="bad">{t("change.emergency")}</Tag>}
        <Status move={move[state]}>{t(`state.${state}`)}</Status>
      </span>
      <div className="grow">
        <p className="w5">{value.value_text}</p>
        <p className="s12 t3">
          {[
            t(value.assumed ? "rule.since_assumed" : "rule.since", { day: day(value.since) }),
            ...where,
            value.layer !== "base" && t(`layer.${value.layer}`, { defaultValue: value.layer, regime: value.regime }),
            value.notice && t("rule.notice", { from: day(value.notice.begins), to: day(value.notice.ends) }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <SourceLine source={value.source} />
        {value.note && (
          <p className="s12 t2" style={{ marginTop: 6 }} lang="en">
            {value.note}
          </p>
        )}
      </div>
    </div>
  );
}
