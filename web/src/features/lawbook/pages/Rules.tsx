import { Button, Input, Select } from "antd";
import { CalendarDays, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { counted } from "@/app/format";
import { useLanguage, usePlace } from "@/app/place";
import type { RuleLine } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { PagedTable } from "@/parts/PagedTable";
import { PageHead } from "@/parts/PageHead";
import { Tag } from "@/parts/Tag";
import { useRules } from "../data";
import { Coming } from "../parts/Coming";
import { Overrides } from "../parts/Overrides";
import css from "../parts/Rules.module.css";

const MODULES = [
  "orders",
  "fulfilment",
  "aftersales",
  "desk",
  "rating",
  "settlement",
  "promotions",
  "catalog",
  "governance",
  "reviews",
  "alliance",
  "ads",
  "programmes",
  "onboarding",
  "shops",
  "payments",
  "identity",
  "conversations",
  "tickets",
  "notices",
  "insights",
  "storefront",
  "partner",
  "ledger",
  "lawbook",
];

/** The marketplace's law, in plain words: every limit, rate and time, for this market. */
export default function Rules() {
  const { t } = useTranslation("lawbook");
  const { market, rulePath, as } = usePlace();
  const language = useLanguage();
  const go = useNavigate();
  const [query, setQuery] = useSearchParams();
  const q = query.get("q") ?? "";
  const module = query.get("module") ?? "";
  const cursor = query.get("cursor") ?? "";
  const answer = useRules({
    ...(market && { market }),
    ...(module && { module }),
    ...(q && { q }),
    ...(cursor && { cursor }),
  });
  const set = (change: Record<string, string>) => {
    const next = new URLSearchParams(query);
    next.delete("cursor");
    for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
    setQuery(next);
  };
  const turn = (to: string) => setQuery({ ...Object.fromEntries(query), cursor: to });
  const columns = useColumns(rulePath);
  return (
    <div className={`${css.page} ${as === "buyer" ? css.alone : ""}`}>
      <div>
        <PageHead
          title={t("list.title")}
          acts={
            <Link to={rulePath("").replace(/rules\/$/, "calendar")}>
              <Button icon={<CalendarDays />}>{t("list.calendar")}</Button>
            </Link>
          }
        />
        <p className="s13 t2">
          {t("list.about", { market: market ? t(`app:market.${market}`, { ns: "app", defaultValue: market }) : "" })}
        </p>
      </div>
      {as === "operator" && <Overrides state="draft" />}
      <Coming />
      <section className="card" style={{ overflow: "clip" }}>
        <div className={css.filters}>
          <FindBox q={q} find={(text) => set({ q: text })} />
          <Select
            value={module}
            style={{ minWidth: 150 }}
            aria-label={t("list.module")}
            onChange={(value) => set({ module: value })}
            options={[
              { value: "", label: t("list.all_modules") },
              ...MODULES.map((value) => ({ value, label: t(`module.${value}`) })),
            ]}
          />
          <span className="grow" />
          <span className="s12 t2 nw">{answer.data && t("list.fits", counted(answer.data.total, language))}</span>
        </div>
        <PagedTable
          answer={answer}
          told={({ total }) => t("list.fits", counted(total, language))}
          turn={turn}
          columns={columns}
          open={({ id }) => void go(rulePath(id))}
          card={(rule) => (
            <Link to={rulePath(rule.id)} className={css.card}>
              <span className="w5">{rule.name}</span>
              <span className="s13 t2">{rule.says}</span>
            </Link>
          )}
          empty={
            <Empty
              fact={t("list.no_match")}
              next={t("list.no_match_next")}
              act={
                <Link to="?">
                  <Button>{t("list.clear")}</Button>
                </Link>
              }
            />
          }
        />
      </section>
    </div>
  );
}

function FindBox({ q, find }: { q: string; find: (text: string) => void }) {
  const { t } = useTranslation("lawbook");
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  return (
    <Input
      allowClear
      prefix={<Search className="t3" />}
      style={{ width: 260 }}
      value={text}
      placeholder={t("list.search")}
      aria-label={t("list.search")}
      onChange={({ target, type }) => {
        setText(target.value);
        if (type === "click") find("");
      }}
      onPressEnter={() => find(text.trim())}
    />
  );
}

function useColumns(rulePath: (rule: string) => string): Columns<RuleLine> {
  const { t } = useTranslation("lawbook");
  return [
    {
      key: "name",
      title: t("list.rule"),
      width: 300,
      render: (_, rule) => (
        <div>
          <Link to={rulePath(rule.id)} className="w5 el" style={{ display: "block" }}>
            {rule.name}
          </Link>
          <code className={`${css.id} el`}>{rule.id}</code>
        </div>
      ),
    },
    { key: "says", title: t("list.says"), render: (_, rule) => <span className="t2">{rule.says}</span> },
    {
      key: "module",
      title: t("list.module"),
      width: 130,
      render: (_, rule) => <Tag>{t(`module.${rule.module}`, { defaultValue: rule.module })}</Tag>,
    },
  ];
}
