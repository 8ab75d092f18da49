import { useState } from "react";
import { useTranslation } from "react-i18next";
import { count } from "@/app/format";
import { useLanguage } from "@/app/place";
import type { Lateness } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { Switcher } from "@/parts/Filters";
import { useLag } from "./lag";
import css from "./Room.module.css";

type Kind = Lateness["kinds"][number];
const most = (kinds: Kind[]) => Math.max(...kinds.map(({ most_ms }) => most_ms ?? 0));
const least = (kinds: Kind[]) => Math.min(...kinds.map(({ least_ms }) => least_ms ?? 0));
const fired = (kinds: Kind[]) => kinds.reduce((sum, one) => sum + one.fired, 0);

/** How late every firing was, of all kinds or of one: a sentence, bars, and the same as a table. */
export function LatenessCard({ told, kind }: { told: Lateness; kind: string }) {
  const { t } = useTranslation("kernel");
  const [seen, see] = useState<"bars" | "table">("bars");
  const kinds = told.kinds.filter((one) => one.fired > 0 && (!kind || one.kind === kind));
  return (
    <section className="card" aria-labelledby="room-lateness">
      <header>
        <h2 id="room-lateness">{t("lateness.title")}</h2>
        <span className="grow" />
        <Switcher
          label={t("lateness.title")}
          value={seen}
          onChange={see}
          options={[
            { key: "bars", name: t("lateness.bars") },
            { key: "table", name: t("lateness.table") },
          ]}
        />
      </header>
      {kinds.length === 0 ? (
        <div className="pad">
          <Empty fact={t("lateness.none")} next={t("lateness.none_next")} wide={false} />
        </div>
      ) : (
        <div className="pad col gap16">
          <Sentence kinds={kinds} />
          {seen === "bars" ? <Bars steps={told.steps_ms} kinds={kinds} /> : <Kinds kinds={kinds} />}
        </div>
      )}
    </section>
  );
}

function Sentence({ kinds }: { kinds: Kind[] }) {
  const { t } = useTranslation("kernel");
  const language = useLanguage();
  const lag = useLag();
  const n = count(fired(kinds), language);
  const early = least(kinds) < 0;
  return (
    <p className={early ? "bad w6" : "w5"}>
      {early
        ? t("lateness.early", { n, by: lag(-least(kinds)) })
        : t("lateness.never_early", { n, count: fired(kinds), most: lag(most(kinds)) })}
    </p>
  );
}

/** A bar for each span of lateness; its figure stands on it, its span below. */
function Bars({ steps, kinds }: { steps: number[]; kinds: Kind[] }) {
  const { t } = useTranslation("kernel");
  const language = useLanguage();
  const lag = useLag();
  const sums = [...steps, null].map((_, at) => kinds.reduce((sum, { bars }) => sum + (bars[at] ?? 0), 0));
  const highest = Math.max(...sums, 1);
  const last = steps.at(-1) ?? 0;
  return (
    <ol className={css.bars} aria-label={t("lateness.title")}>
      {sums.map((sum, at) => {
        const step = steps[at];
        return (
          <li key={step ?? "beyond"}>
            <span className={css.column}>
              <b className={sum ? "" : "t3 w4"}>{count(sum, language)}</b>
              <i style={{ height: `${(100 * sum) / highest}%` }} />
            </span>
            <span className="s12 t3">
              {step === undefined
                ? t("lateness.beyond", { step: lag(last) })
                : t("lateness.within", { step: lag(step) })}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Kinds({ kinds }: { kinds: Kind[] }) {
  const { t } = useTranslation("kernel");
  const language = useLanguage();
  const lag = useLag();
  return (
    <table className={css.kinds}>
      <thead>
        <tr>
          <th scope="col">{t("deadline.kind")}</th>
          <th scope="col">{t("lateness.fired")}</th>
          <th scope="col">{t("lateness.least")}</th>
          <th scope="col">{t("lateness.most")}</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map((one) => (
          <tr key={one.kind}>
            <th scope="row">{one.title}</th>
            <td>{count(one.fired, language)}</td>
            <td>{lag(one.least_ms ?? 0)}</td>
            <td>{lag(one.most_ms ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
