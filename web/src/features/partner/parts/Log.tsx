import { App } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { counted, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import { useReal } from "@/app/real";
import type { Delivery, DeliveryState, Webhook } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { FilterTabs } from "@/parts/Filters";
import { PagedTable } from "@/parts/PagedTable";
import { ProblemNotice } from "@/parts/Problem";
import { Status } from "@/parts/Status";
import { Why } from "@/parts/why/Why";
import { useDeliveries, useRedeliver } from "../data";
import { useKindSays } from "./Standing";
import { moveOfDelivery, STATES } from "./state";
import css from "./Webhooks.module.css";

/** What this webhook was told, the last first, with what it answered; each can be sent again. */
export function Log({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation("partner");
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const asked = query.get("state") as DeliveryState;
  const state = STATES.includes(asked) ? asked : "";
  const answer = useDeliveries(webhook.id, state, query.get("cursor") ?? "");
  const again = useAgain(webhook);
  const open = ({ id }: Delivery) => setQuery({ ...(state && { state }), delivery: id });
  const columns = useColumns(again, open);
  const turn = (cursor: string) => setQuery({ ...(state && { state }), cursor });
  return (
    <section className="col" style={{ gap: 12 }} aria-labelledby="webhook-log">
      <div className="row wrap">
        <h2 id="webhook-log" className="grow">
          {t("log.title")}
        </h2>
        <Why rule="partner.webhooks.log_kept_for">{t("log.kept")}</Why>
      </div>
      <FilterTabs
        label={t("log.title")}
        active={state}
        tabs={["" as const, ...STATES].map((key) => ({
          key,
          name: t(`log.tab.${key || "all"}`),
          to: key ? `?state=${key}` : "?",
        }))}
      />
      {again.error ? <ProblemNotice error={again.error} /> : null}
      <div className="card" style={{ overflow: "clip" }}>
        <PagedTable
          answer={answer}
          told={({ total }) => t("log.count", counted(total, language))}
          turn={turn}
          columns={columns}
          open={open}
          card={(delivery) => <DeliveryRow {...{ delivery, again, open }} />}
          empty={<Empty fact={t(state ? "log.no_match" : "log.none")} next={state ? null : t("log.none_next")} />}
        />
      </div>
    </section>
  );
}

export type Again = { may: boolean; error: unknown; isPending: boolean; go: (delivery: Delivery) => void };

/** Sending once more, while the webhook is switched on. */
export function useAgain(webhook: Webhook): Again {
  const { t } = useTranslation("partner");
  const { message } = App.useApp();
  const act = useRedeliver(webhook.id);
  return {
    may: webhook.state === "on",
    error: act.error,
    isPending: act.isPending,
    go: ({ id }) => act.mutate(id, { onSuccess: () => void message.success(t("done.again")) }),
  };
}

/** What was answered last, or why there was no answer. */
export function Answer({ status, error }: { status: number | null; error: string }) {
  const { t } = useTranslation("partner");
  if (status !== null) return <span className={status < 300 ? "ok" : "bad"}>{t("log.status", { status })}</span>;
  if (!error) return <span className="t3">—</span>;
  return (
    <span className={`bad ${css.error}`} title={error}>
      {error}
    </span>
  );
}

export function DeliveryStatus({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation("partner");
  const real = useReal();
  const { state, next_at, delivered_at, attempts } = delivery;
  const retried = state === "waiting" && attempts > 0 && next_at;
  return (
    <>
      <Status move={moveOfDelivery(delivery)}>{t(retried ? "log.retried" : `log.state.${state}`)}</Status>
      {retried && <div className="s12 t3">{t("log.next", { at: real(next_at) })}</div>}
      {delivered_at && <div className="s12 t3">{real(delivered_at)}</div>}
    </>
  );
}

function AgainLink({ delivery, again }: { delivery: Delivery; again: Again }) {
  const { t } = useTranslation("partner");
  const says = useKindSays();
  if (!again.may || !delivery.verbs.some(({ verb, allowed }) => verb === "redeliver" && allowed)) return null;
  return (
    <button
      type="button"
      className="link"
      disabled={again.isPending}
      aria-label={t("log.again_one", { kind: says(delivery.kind), id: delivery.id.slice(-6) })}
      onClick={() => again.go(delivery)}
    >
      {t(delivery.state === "waiting" ? "log.now" : "log.again")}
    </button>
  );
}

type RowProps = { delivery: Delivery; again: Again; open: (delivery: Delivery) => void };

function DeliveryRow({ delivery, again, open }: RowProps) {
  const says = useKindSays();
  const when = useWhen();
  return (
    <div className={css.card}>
      <div className="row sb">
        <span>
          <DeliveryStatus delivery={delivery} />
        </span>
        <span className="s12 t3">{tableMoment(Date.parse(delivery.at), when)}</span>
      </div>
      <button type="button" className={css.opens} onClick={() => open(delivery)}>
        <span className="w5">{says(delivery.kind)}</span>
        <Answer status={delivery.last_status} error={delivery.last_error} />
      </button>
      <AgainLink delivery={delivery} again={again} />
    </div>
  );
}

function useColumns(again: Again, open: (delivery: Delivery) => void): Columns<Delivery> {
  const { t } = useTranslation("partner");
  const when = useWhen();
  const says = useKindSays();
  return [
    {
      key: "kind",
      title: t("log.kind"),
      render: (_, delivery) => (
        <>
          <button type="button" className={css.opens} onClick={() => open(delivery)}>
            <span className="w5 el">{says(delivery.kind)}</span>
          </button>
          <div className="s12 t3 el">{[delivery.kind, delivery.about].filter(Boolean).join(" · ")}</div>
        </>
      ),
    },
    {
      key: "at",
      title: t("log.at"),
      width: 130,
      render: (_, delivery) => <span className="t2 nw">{tableMoment(Date.parse(delivery.at), when)}</span>,
    },
    {
      key: "state",
      title: t("log.state_head"),
      width: 190,
      render: (_, delivery) => <DeliveryStatus delivery={delivery} />,
    },
    {
      key: "answer",
      title: t("log.answer"),
      width: 220,
      render: (_, delivery) => (
        <span className="row" style={{ display: "flex" }}>
          <Answer status={delivery.last_status} error={delivery.last_error} />
        </span>
      ),
    },
    { key: "attempts", title: t("log.attempts"), width: 80, align: "right", dataIndex: "attempts" },
    {
      key: "act",
      title: <span className="hidden-visually">{t("log.again")}</span>,
      width: 100,
      align: "right",
      render: (_, delivery) => <AgainLink delivery={delivery} again={again} />,
    },
  ];
}
