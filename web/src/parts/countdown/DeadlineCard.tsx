import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useRule } from "@/app/data";
import { moment, money, tableMoment, zoneName } from "@/app/format";
import { usePlace } from "@/app/place";
import type { Deadline } from "@/app/types";
import { Dial } from "../Dial";
import { FACES } from "./Countdown";
import css from "./Countdown.module.css";
import { early } from "./phase";
import { useCountdown } from "./useCountdown";

/** What stands behind a clock: when, what then, the cost, what stops it, the rule and where it comes from. */
export function DeadlineCard({ deadline }: { deadline: Deadline }) {
  const { t } = useTranslation("parts");
  const { market, rulePath } = usePlace();
  const seen = useCountdown(deadline);
  const rule = useRule(deadline.rule, market ?? undefined);
  const { when } = seen;
  const opened = Date.parse(deadline.opened);
  const due = Date.parse(deadline.due);
  const before = early(deadline, when.language);
  const values = [...(rule.data?.history ?? []), ...(rule.data?.next ?? [])];
  const version = values.find(({ key }) => key === deadline.rule_key);
  const source = version?.source ?? rule.data?.in_force?.source;
  const zone = zoneName(when.zone, when.now);
  const cost = deadline.cost;

  return (
    <div className={css.about}>
      <span className={`${css.clock} ${css[seen.phase]}`}>
        <Dial face={FACES[seen.phase]} left={seen.left} />
        <span>{seen.text}</span>
      </span>
      <p className={css.sentence}>{deadline.what}</p>
      {before && <p className="s12 ok">{t("countdown.early", { time: before })}</p>}
      <div className={`${css.bar} ${css[seen.phase]}`}>
        <i style={{ width: `${Math.round((1 - seen.left) * 100)}%` }} />
        <span>{tableMoment(opened, when)}</span>
        <span>{`${moment(due, when, true)}${zone ? ` ${zone}` : ""}`}</span>
      </div>
      <dl className={css.pairs}>
        {cost && (cost.money || cost.what) && (
          <div>
            <dt>{t("countdown.cost")}</dt>
            <dd className="bad">{[cost.money && money(cost.money), cost.what].filter(Boolean).join(" · ")}</dd>
          </div>
        )}
        {deadline.stops && (
          <div>
            <dt>{t("countdown.stops")}</dt>
            <dd>{deadline.stops}</dd>
          </div>
        )}
        {deadline.paused_reason && (
          <div>
            <dt>{t("countdown.reason")}</dt>
            <dd>{deadline.paused_reason}</dd>
          </div>
        )}
        <div>
          <dt>{t("countdown.rule")}</dt>
          <dd>
            <Link className="link" style={{ whiteSpace: "normal" }} to={rulePath(deadline.rule)}>
              {[rule.data?.name, deadline.value_text, version && `v${version.version}`].filter(Boolean).join(" · ")}
            </Link>
          </dd>
        </div>
        {deadline.extended && (
          <div>
            <dt>{t("countdown.extended")}</dt>
            <dd>
              <Link className="link" style={{ whiteSpace: "normal" }} to={rulePath(deadline.extended.rule)}>
                {`+ ${deadline.extended.value_text}`}
              </Link>
            </dd>
          </div>
        )}
        {deadline.calendar && (
          <div>
            <dt>{t("countdown.calendar")}</dt>
            <dd className="warn">{deadline.calendar}</dd>
          </div>
        )}
        {source && (
          <div>
            <dt>{t("countdown.source")}</dt>
            <dd>
              {source.address ? (
                <a
                  className="link"
                  style={{ whiteSpace: "normal" }}
                  href={source.address}
                  target="_blank"
                  rel="noreferrer"
                >
                  {source.doc} <ExternalLink className="small" />
                </a>
              ) : (
                source.doc
              )}
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}
