import { useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useInstallation } from "@/app/data";
import type { Setup as Choices, SetUpIn } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { useTitle } from "@/parts/PageHead";
import { PageProblem, ProblemNotice, useOnFields } from "@/parts/Problem";
import { CardSkeleton } from "@/parts/Skeletons";
import { setUpChanges, useSetUp, useSetup } from "../data";
import css from "../parts/Setup.module.css";
import { TryMail } from "../parts/TryMail";

const FIELDS = [
  "code",
  "name",
  "languages",
  "markets",
  "operator",
  "operator_name",
  "shop",
  "market",
  "owner",
] as const;
const BASE = "";
type Values = Omit<SetUpIn, "markets" | "shop"> & {
  markets: string[];
  packs: Record<string, string>;
  with_shop: boolean;
  shop: string;
  market: string;
  owner: string;
};

/** The first visitor's page: with the code from the console an empty installation becomes a marketplace. */
export default function Setup() {
  const { t } = useTranslation("shops");
  const { data: installation } = useInstallation();
  const { data, error, refetch } = useSetup(installation?.set_up === false);
  const [named, setNamed] = useState("");
  useTitle(t("setup.title"));
  const done = named || (installation?.set_up ? installation.name : "");
  if (done) return <Done name={done} mailbox={data?.mail === "mailbox"} />;
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  return (
    <div className={css.page}>
      <h1>{t("setup.title")}</h1>
      <p className="t2">{t("setup.about")}</p>
      {data ? (
        <Wish choices={data} done={setNamed} />
      ) : (
        <section className="card">
          <CardSkeleton />
        </section>
      )}
    </div>
  );
}

function Done({ name, mailbox }: { name: string; mailbox: boolean }) {
  const { t } = useTranslation("shops");
  const queries = useQueryClient();
  const leave = () => setUpChanges.map((queryKey) => queries.invalidateQueries({ queryKey }));
  return (
    <Empty
      fact={t("setup.done", { name })}
      next={t("setup.done_next")}
      act={
        <span className="row wrap" style={{ justifyContent: "center" }}>
          <Link to="/sign-in" onClick={leave}>
            <Button type="primary">{t("setup.sign_in")}</Button>
          </Link>
          {mailbox && (
            <Link to="/mailbox" onClick={leave}>
              <Button>{t("setup.mailbox")}</Button>
            </Link>
          )}
        </span>
      }
    />
  );
}

function Wish({ choices, done }: { choices: Choices; done: (name: string) => void }) {
  const { t, i18n } = useTranslation(["shops", "app"]);
  const act = useSetUp();
  const [form] = Form.useForm<Values>();
  const left = useOnFields(form, act.error, FIELDS);
  const needs = (key: string) => ({ required: true, message: t(`setup.${key}`) });
  const text = (key: string) => ({ ...needs(key), whitespace: true });
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className={css.form ?? ""}
      initialValues={{ languages: choices.languages, markets: [], with_shop: false }}
      scrollToFirstError={{ focus: true }}
      onFinish={(values) => act.mutate(wishOf(values), { onSuccess: () => done(values.name.trim()) })}
    >
      <section className="card pad">
        <Form.Item name="code" label={t("setup.code")} extra={t("setup.code_hint")} rules={[text("needs_code")]}>
          <Input
            size="large"
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={40}
            className={css.code ?? ""}
          />
        </Form.Item>
      </section>
      <section className="card pad" aria-labelledby="setup-who">
        <h2 id="setup-who">{t("setup.who")}</h2>
        <Form.Item name="name" label={t("setup.name")} extra={t("setup.name_hint")} rules={[text("needs_name")]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="languages" label={t("setup.languages")} rules={[needs("needs_languages")]}>
          <Checkbox.Group
            options={choices.languages.map((value) => ({
              value,
              label: <span lang={value}>{t(`app:language.${value}`)}</span>,
            }))}
          />
        </Form.Item>
        <Markets choices={choices} />
      </section>
      <section className="card pad" aria-labelledby="setup-operator">
        <h2 id="setup-operator">{t("setup.operator")}</h2>
        <div className={css.two}>
          <Form.Item
            name="operator"
            label={t("setup.operator_to")}
            extra={t("setup.operator_hint")}
            rules={[text("needs_operator")]}
          >
            <Input maxLength={254} inputMode="email" autoComplete="email" />
          </Form.Item>
          <Form.Item name="operator_name" label={t("setup.operator_name")}>
            <Input maxLength={60} autoComplete="name" />
          </Form.Item>
        </div>
        <TryMail mail={choices.mail} />
      </section>
      <FirstShop />
      {left ? <ProblemNotice error={left} /> : null}
      <Button type="primary" size="large" block htmlType="submit" loading={act.isPending} lang={i18n.language}>
        {t("setup.go")}
      </Button>
    </Form>
  );
}

/** Which markets open, and each with whose law. */
function Markets({ choices }: { choices: Choices }) {
  const { t } = useTranslation(["shops", "app"]);
  const chosen: string[] = Form.useWatch("markets") ?? [];
  const nameOf = (code: string) => t(`app:market.${code}`, { defaultValue: code });
  return (
    <>
      <Form.Item
        name="markets"
        label={t("setup.markets")}
        extra={t("setup.markets_hint")}
        rules={[{ required: true, message: t("setup.needs_markets") }]}
      >
        <Checkbox.Group
          options={choices.markets.map(({ code, currency }) => ({
            value: code,
            label: (
              <>
                {nameOf(code)} <span className="t3 s12">{currency}</span>
              </>
            ),
          }))}
        />
      </Form.Item>
      {choices.markets
        .filter(({ code }) => chosen.includes(code))
        .map(({ code }) => {
          const packs = choices.packs.filter(({ markets }) => markets.includes(code));
          return (
            <Form.Item
              key={code}
              name={["packs", code]}
              label={t("setup.pack", { market: nameOf(code) })}
              initialValue={packs[0]?.name ?? BASE}
            >
              <Select
                options={[
                  ...packs.map(({ name, title }) => ({ value: name, label: title })),
                  { value: BASE, label: t("setup.base") },
                ]}
              />
            </Form.Item>
          );
        })}
    </>
  );
}

function FirstShop() {
  const { t } = useTranslation(["shops", "app"]);
  const wanted = Form.useWatch("with_shop");
  const chosen: string[] = Form.useWatch("markets") ?? [];
  const needs = (key: string) => ({ required: true, message: t(`setup.${key}`) });
  return (
    <section className="card pad" aria-label={t("setup.shop")}>
      <Form.Item name="with_shop" valuePropName="checked" style={{ marginBottom: wanted ? 16 : 0 }}>
        <Checkbox>{t("setup.with_shop")}</Checkbox>
      </Form.Item>
      {wanted && (
        <>
          <div className={css.two}>
            <Form.Item name="shop" label={t("setup.shop_name")} rules={[{ ...needs("needs_name"), whitespace: true }]}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="market" label={t("setup.shop_market")} rules={[needs("needs_market")]}>
              <Select
                options={chosen.map((code) => ({
                  value: code,
                  label: t(`app:market.${code}`, { defaultValue: code }),
                }))}
              />
            </Form.Item>
          </div>
          <Form.Item
            name="owner"
            label={t("setup.shop_owner")}
            rules={[{ ...needs("needs_operator"), whitespace: true }]}
            style={{ marginBottom: 0 }}
          >
            <Input maxLength={254} inputMode="email" />
          </Form.Item>
        </>
      )}
    </section>
  );
}

function wishOf(values: Values): SetUpIn {
  const { packs, with_shop, shop, market, owner, markets, operator_name, ...rest } = values;
  return {
    ...rest,
    code: rest.code.trim(),
    name: rest.name.trim(),
    operator: rest.operator.trim(),
    operator_name: operator_name?.trim() ?? "",
    markets: markets.map((code) => ({ code, pack: packs[code] || null })),
    shop: with_shop ? { name: shop.trim(), market, owner: owner.trim() } : null,
  };
}
