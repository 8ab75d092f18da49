import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "@/app/place";
import type { Measure, Response24 } from "@/app/types";
import { Notice } from "@/parts/Problem";
import { Status } from "@/parts/Status";
import { Tag } from "@/parts/Tag";
import { Why } from "@/parts/why/Why";
import { figure, share } from "./figures";
import css from "./Response.module.css";

/** The measures that the market's rules name, the headline first and largest. */
export function Measures({ response }: { response: Response24 }) {
  const { t } = useTranslation("desk");
  const language = useLanguage();
  const { measures, enforced_below, violated } = response;
  return (
    <>
      {violated && enforced_below !== null && (
        <Notice icon={<CircleAlert />} head={t("response.violated", { share: share(enforced_below, language) })} />
      )}
      <div className={css.measures}>
        {measures.map((measure, at) => (
          <One key={measure.name} measure={measure} first={at === 0} response={response} />
        ))}
      </div>
    </>
  );
}

function One({ measure, first, response }: { measure: Measure; first: boolean; response: Response24 }) {
  const { t } = useTranslation("desk");
  const language = useLanguage();
  const { name, hits, total, value, within, target, target_value } = measure;
  const name_ = t(`response.measure.${name}`);
  return (
    <section className={`card ${css.measure} ${first ? css.first : ""}`} aria-label={name_}>
      <div className="row wrap">
        <h2>{name_}</h2>
        {first && <Tag tint="accent">{t("response.headline")}</Tag>}
      </div>
      <p className={css.figure}>{figure(measure, language)}</p>
      {value !== null && hits !== null && <Bar value={value} target={target_value} />}
      <p className="s12 t3">
        {hits === null ? t("response.over", { count: total }) : t("response.of", { hits, total })}
        {" · "}
        {within ? t("response.within", { span: within }) : t("response.window")} <Why rule={measure.rules[0] ?? ""} />
      </p>
      {target && <Target measure={measure} response={response} />}
    </section>
  );
}

function Target({ measure, response }: { measure: Measure; response: Response24 }) {
  const { t } = useTranslation("desk");
  const language = useLanguage();
  const { target, target_value, reached, rules } = measure;
  const rule = rules.at(-1) ?? "";
  const line = measure.name === "rate_24h" ? response.enforced_below : null;
  const said = measure.name === "first_response" || target_value === null ? target : share(target_value, language);
  return (
    <p className="s13 row wrap">
      {reached === null ? (
        measure.name === "rate_24h" && (
          <span className="t3">{t("response.too_few", { count: response.min_count })}</span>
        )
      ) : (
        <Status move={reached ? "done" : "yours"}>{t(reached ? "response.reached" : "response.missed")}</Status>
      )}
      <span className="t2">{t("response.target", { target: said })}</span>
      {line !== null && <span className="t3">{t("response.line", { share: share(line, language) })}</span>}
      {measure.name === "rate_24h" && <Why rule={rule} />}
    </p>
  );
}

const WHOLE = 100;

/** A share of the whole, and where the target stands. */
function Bar({ value, target }: { value: number; target: number | null }) {
  return (
    <div className={css.bar} aria-hidden="true">
      <i style={{ width: `${value * WHOLE}%` }} />
      {target !== null && <b style={{ left: `${target * WHOLE}%` }} />}
    </div>
  );
}
