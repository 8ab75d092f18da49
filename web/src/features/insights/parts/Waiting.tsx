import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { count } from "@/app/format";
import { useLanguage } from "@/app/place";
import type { Today } from "@/app/types";
import css from "./Today.module.css";

const LISTS = {
  pack: "tab=to_ship&sub=pack",
  collect: "tab=to_ship&sub=collect",
  on_hold: "tab=to_ship&sub=on_hold",
  unpaid: "tab=unpaid",
  cancelling: "tab=cancelling",
} as const;

/** How many orders wait, and for what; each figure is the list of them. */
export function Waiting({ shop, orders }: { shop: string; orders: Today["orders"] }) {
  const { t } = useTranslation("insights");
  const language = useLanguage();
  return (
    <section className={`card ${css.waiting}`} aria-labelledby="waiting">
      <header>
        <h2 id="waiting">{t("orders.title")}</h2>
      </header>
      <ul className={css.figures}>
        {Object.entries(LISTS).map(([name, query]) => (
          <li key={name}>
            <Link to={`/s/${shop}/orders?${query}`}>
              <span className="s12 t3">{t(`orders.${name}`)}</span>
              <b className={name === "pack" ? css.large : css.figure}>
                {count(orders[name as keyof typeof LISTS], language)}
              </b>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
