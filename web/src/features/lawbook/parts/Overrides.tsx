import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { day, moment } from "@/app/format";
import { usePlace, useWhen } from "@/app/place";
import type { Override } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { ProblemNotice } from "@/parts/Problem";
import { type Move, Status } from "@/parts/Status";
import { Tag } from "@/parts/Tag";
import { useOverrides, usePublish } from "../data";
import { Ending } from "./Ending";
import css from "./Rules.module.css";

const MOVES: Record<string, Move> = {
  draft: "yours",
  public_notice: "moving",
  in_force: "done",
  repealed: "stopped",
  withdrawn: "stopped",
};

/** The operator's drafts and changes, of one rule or of the whole market, with what this reader may do next. */
export function Overrides({ rule, state }: { rule?: string; state?: string }) {
  const { t } = useTranslation("lawbook");
  const { market } = usePlace();
  const { data } = useOverrides(market, { ...(rule && { rule }), ...(state && { state }) });
  const [ending, end] = useState<Override | null>(null);
  const publish = usePublish(market);
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card">
      <header>
        <h2>{t(rule ? "own.title" : "own.waiting")}</h2>
      </header>
      {publish.error && (
        <div className="pad">
          <ProblemNotice error={publish.error} />
        </div>
      )}
      <ul>
        {data.items.map((one) => (
          <li key={one.id} className={css.version}>
            <span className={css.mark}>
              <Status move={MOVES[one.state] ?? "theirs"}>{one.state_text}</Status>
            </span>
            <What one={one} named={!rule} />
            <Acts one={one} publish={publish} end={() => end(one)} />
          </li>
        ))}
      </ul>
      <Ending one={ending} close={() => end(null)} />
    </section>
  );
}

function What({ one, named }: { one: Override; named: boolean }) {
  const { t } = useTranslation(["lawbook", "app"]);
  const { rulePath } = usePlace();
  const when = useWhen();
  const at = (moment_: string) => moment(Date.parse(moment_), when);
  const from = one.begins
    ? day(Date.parse(one.begins), when)
    : one.since && day(Date.parse(`${one.since}T12:00Z`), when);
  const people = [
    t("own.drafted", { role: t(`app:role.${one.drafted_as}`), at: at(one.drafted_at) }),
    ...one.approvals.map(({ role, at: when_ }) => t("own.published", { role: t(`app:role.${role}`), at: at(when_) })),
  ];
  return (
    <div className="grow">
      <div className="row wrap" style={{ gap: 8 }}>
        {named && (
          <Link to={rulePath(one.rule)} className="w6">
            {one.name}
          </Link>
        )}
        <span className="w5">{one.repeals ? t("own.repeal") : one.value_text}</span>
        {one.emergency && <Tag tint="bad">{t("change.emergency")}</Tag>}
        <span className="s12 t3">{from ? t("own.from", { day: from }) : t("own.at_once")}</span>
        {one.deadline && <Countdown deadline={one.deadline} />}
      </div>
      {Object.entries(one.where).length > 0 && (
        <p className="s12 t2">
          {Object.entries(one.where)
            .map(([key, word]) => `${key} ${word}`)
            .join(" · ")}
        </p>
      )}
      {one.reason && <blockquote className={css.reason}>{one.reason}</blockquote>}
      <p className="s12 t3">{people.join(" · ")}</p>
    </div>
  );
}

type Acting = { one: Override; publish: ReturnType<typeof usePublish>; end: () => void };

function Acts({ one, publish, end }: Acting) {
  const { t } = useTranslation(["lawbook", "app"]);
  const { message, modal } = App.useApp();
  const may = (verb: string) => one.verbs.find((found) => found.verb === verb);
  const publishing = may("publish");
  const confirm = () =>
    modal.confirm({
      title: t("own.publish_title", { name: one.name }),
      content: t(one.emergency ? "own.publish_emergency" : "own.publish_what"),
      okText: t("own.publish"),
      cancelText: t("app:act.cancel"),
      onOk: () =>
        publish
          .mutateAsync(one.id)
          .then(() => void message.success(t("own.done")))
          .catch(() => undefined),
    });
  return (
    <div className={css.acts}>
      {publishing && (
        <>
          <Button type="primary" disabled={!publishing.allowed} loading={publish.isPending} onClick={confirm}>
            {t("own.publish")}
          </Button>
          {publishing.why && <span className="s12 t3">{publishing.why}</span>}
        </>
      )}
      {may("withdraw") && (
        <Button danger onClick={end}>
          {t("own.withdraw")}
        </Button>
      )}
      {may("repeal")?.allowed && (
        <Button danger onClick={end}>
          {t("own.repeal_draft")}
        </Button>
      )}
    </div>
  );
}
