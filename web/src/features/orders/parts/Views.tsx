import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { MerchantTab } from "@/app/types";
import { AddChip, Pills } from "@/parts/Filters";
import { ProblemNotice } from "@/parts/Problem";
import { Sheet } from "@/parts/Sheet";
import { useForgetView, useSaveView, useViews } from "../data";
import { addressOf, conditionsOf } from "./wanted";

type Props = { shop: string; query: URLSearchParams; tab: MerchantTab };

/** Saved views as pills, black when it is the one shown; what is shown can be kept under a name. */
export function Views({ shop, query, tab }: Props) {
  const { t } = useTranslation("orders");
  const { data: views = [] } = useViews(shop);
  const forget = useForgetView(shop);
  const shown = addressOf(conditionsOf(query, tab));
  const on = views.find(({ conditions }) => addressOf(conditions) === shown);
  const conditions = Object.keys(conditionsOf(query, tab)).length > 1;
  return (
    <>
      {views.length > 0 && (
        <Pills
          label={t("views.title")}
          pills={views.map((view) => ({
            key: view.id,
            name: view.name,
            to: addressOf(view.conditions),
            on: view.id === on?.id,
          }))}
        />
      )}
      {on && (
        <button
          type="button"
          className="link s12 w4 t3"
          disabled={forget.isPending}
          onClick={() => forget.mutate(on.id)}
          aria-label={t("views.forget_one", { name: on.name })}
        >
          {t("views.forget")}
        </button>
      )}
      {!on && conditions && (
        <Sheet
          label={t("views.save")}
          width={280}
          trigger={<AddChip>{t("views.save")}</AddChip>}
          content={(close) => <Save shop={shop} query={query} tab={tab} close={close} />}
        />
      )}
    </>
  );
}

function Save({ shop, query, tab, close }: Props & { close: () => void }) {
  const { t } = useTranslation("orders");
  const go = useNavigate();
  const save = useSaveView(shop);
  const [name, setName] = useState("");
  return (
    <form
      className="pad col"
      style={{ gap: 10 }}
      onSubmit={(event) => {
        event.preventDefault();
        const conditions = conditionsOf(query, tab);
        const kept = () => {
          close();
          void go(addressOf(conditions));
        };
        if (name.trim()) save.mutate({ name: name.trim(), conditions }, { onSuccess: kept });
      }}
    >
      <Input
        value={name}
        onChange={({ target }) => setName(target.value)}
        maxLength={40}
        placeholder={t("views.name")}
        aria-label={t("views.name")}
        autoFocus
      />
      <p className="s12 t3">{t("views.kept")}</p>
      {save.error && <ProblemNotice error={save.error} />}
      <Button type="primary" size="small" htmlType="submit" disabled={!name.trim()} loading={save.isPending}>
        {t("views.save_act")}
      </Button>
    </form>
  );
}
