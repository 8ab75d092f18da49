import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { grouped, moment, money } from "@/app/format";
import { useWhen } from "@/app/place";
import type { LapsedLine, Today } from "@/app/types";
import { Dial } from "@/parts/Dial";
import { Why } from "@/parts/why/Why";
import css from "./Today.module.css";

/** What ran out today and yesterday, with the decision behind each: one line an outcome and day. */
export function Lapsed({ shop, today }: { shop: string; today: Today }) {
  const { t } = useTranslation("insights");
  if (today.lapsed.length === 0) return null;
  return (
    <div className={css.lapsed}>
      <h3 className="hidden-visually">{t("lapsed.title")}</h3>
      {today.lapsed.map((line) => (
        <Line key={`${line.day} ${line.outcome}`} shop={shop} line={line} today={line.day === today.day} />
      ))}
    </div>
  );
}

function Line({ shop, line, today }: { shop: string; line: LapsedLine; today: boolean }) {
  const { t } = useTranslation("insights");
  const when = useWhen();
  const [open, setOpen] = useState(false);
  const last = line.decisions[0];
  const single = line.count === 1 ? last : undefined;
  const at = last && moment(Date.parse(last.at), when, true);
  const rest = line.count - line.decisions.length;
  return (
    <>
      <div className={css.past}>
        <span className={`row nw s13 w5 ${today ? "bad" : "t3"}`}>
          <Dial face="late" />
          {t(today ? "lapsed.today" : "lapsed.yesterday")}
        </span>
        <span className={css.what}>
          <span className="w5">{t("lapsed.says", { count: line.count, says: line.says })}</span>
          <span className="s12 t3">
            {[
              line.money && money(line.money),
              line.effect,
              at && t("lapsed.when", { at, late: (line.late_ms / 1000).toFixed(1) }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
        {single ? (
          <span className="row nw">
            {single.order && (
              <Link className="link s13" to={`/s/${shop}/orders/${single.order.id}`}>
                {grouped(single.order.number)}
              </Link>
            )}
            <Why decision={single.decision} />
          </span>
        ) : (
          <button type="button" className="link s13" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? "lapsed.fewer" : "lapsed.more")}
          </button>
        )}
      </div>
      {open && !single && (
        <ul className={css.each}>
          {line.decisions.map(({ decision, order, at: each }) => (
            <li key={decision} className="row s13">
              {order && (
                <Link className="link" to={`/s/${shop}/orders/${order.id}`}>
                  {grouped(order.number)}
                </Link>
              )}
              <span className="t3 grow">{moment(Date.parse(each), when, true)}</span>
              <Why decision={decision} />
            </li>
          ))}
          {rest > 0 && <li className="s12 t3">{t("lapsed.rest", { count: rest })}</li>}
        </ul>
      )}
    </>
  );
}
