import { useTranslation } from "react-i18next";
import { length, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { Deadline, Order } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import css from "./Orders.module.css";

/** Past these, how long ago a limit was missed no longer matters. */
const SETTLED: ReadonlySet<string> = new Set(["in_transit", "delivered", "completed", "cancelled"]);

/** The order's time limits: what runs first on top, the most pressing on amber. */
export function ClocksCard({ order: { deadlines, state } }: { order: Order }) {
  const { t } = useTranslation("orders");
  const settled = SETTLED.has(state);
  if (deadlines.length === 0) return null;
  return (
    <section className="card">
      <header>
        <h2>{t("clocks.title")}</h2>
        <span className="grow" />
        <span className="s12 t3">{t("clocks.hint")}</span>
      </header>
      <div className={css.clocks}>
        {deadlines.map((deadline) => (
          <Clock key={deadline.id} deadline={deadline} settled={settled} />
        ))}
      </div>
    </section>
  );
}

function Clock({ deadline, settled }: { deadline: Deadline; settled: boolean }) {
  const when = useWhen("minute");
  const hot = deadline.state === "open" && when.now >= Date.parse(deadline.soon_at);
  return (
    <div className={`${css.clock} ${hot ? css.hot : ""}`}>
      <Countdown deadline={deadline} settled={settled} />
      <div className="grow">
        <div className="w5 s13">{deadline.title}</div>
        <div className="s12 t3">
          <Second deadline={deadline} at={tableMoment(Date.parse(deadline.due), when)} />
        </div>
      </div>
    </div>
  );
}

function Second({ deadline, at }: { deadline: Deadline; at: string }) {
  const { t } = useTranslation("orders");
  const language = useLanguage();
  const { state, cost, closed_at, due, value_text } = deadline;
  if (state === "open") {
    return (
      <>
        {t(cost ? "clocks.by_or" : "clocks.by", { at })}
        {cost && <b className="bad">{cost.what}</b>}
      </>
    );
  }
  if (state === "paused") return deadline.paused_reason;
  if (state === "lapsed") return <>{[t("clocks.lapsed", { at }), cost?.what].filter(Boolean).join(" · ")}</>;
  const early = closed_at ? Date.parse(due) - Date.parse(closed_at) : 0;
  if (state === "met" && early > 0) return t("clocks.early", { limit: value_text, time: length(early, language) });
  return at;
}
