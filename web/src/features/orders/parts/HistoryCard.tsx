import { useState } from "react";
import { useTranslation } from "react-i18next";
import { tableMoment } from "@/app/format";
import { useWhen } from "@/app/place";
import type { Order } from "@/app/types";
import { Timeline } from "@/parts/Timeline";
import { Why } from "@/parts/why/Why";

const SHOWN = 6;

/** What happened, the newest first; on top, what is awaited now. */
export function HistoryCard({ order, now }: { order: Order; now?: string }) {
  const { t } = useTranslation("orders");
  const when = useWhen();
  const [all, showAll] = useState(false);
  const steps = all ? order.history : order.history.slice(0, SHOWN);
  const moments = steps.map((step, index) => ({
    key: `${step.at}${step.verb}${index}`,
    time: tableMoment(Date.parse(step.at), when),
    what: step.text,
    more: (
      <>
        {[t(`actor.${step.actor}`, { defaultValue: step.actor }), step.reason].filter(Boolean).join(" · ")}
        {["lapse", "cancel"].includes(step.verb) && order.ended?.decision && (
          <>
            {" "}
            <Why decision={order.ended.decision} />
          </>
        )}
      </>
    ),
  }));
  return (
    <section className="card">
      <header>
        <h2>{t("history.title")}</h2>
        <span className="grow" />
        {order.history.length > SHOWN && (
          <button type="button" className="link s12" onClick={() => showAll(!all)}>
            {all ? t("history.less") : t("history.all", { count: order.history.length })}
          </button>
        )}
      </header>
      <div className="pad">
        <Timeline
          moments={now ? [{ key: "now", time: t("history.now"), what: now, now: true }, ...moments] : moments}
        />
      </div>
    </section>
  );
}
