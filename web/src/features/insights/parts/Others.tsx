import { useTranslation } from "react-i18next";
import { money } from "@/app/format";
import type { Awaited } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { Status } from "@/parts/Status";
import css from "./Today.module.css";

/** What others do before tomorrow ends, or what happens by itself: nothing to act on. */
export function Others({ others }: { others: Awaited[] }) {
  const { t } = useTranslation("insights");
  if (others.length === 0) return null;
  return (
    <section className={`card ${css.others}`} aria-labelledby="others">
      <header>
        <h2 id="others">{t("others.title")}</h2>
      </header>
      <ul>
        {others.map(({ kind, move, count, money: worth, first }) => (
          <li key={kind} className={css.other}>
            <Status move={move}>
              <span className={css.wrapped}>
                {t(`others.${kind}`, { count, defaultValue: `${first.title} ${count}` })}
                {worth && <span className="t3"> · {money(worth)}</span>}
              </span>
            </Status>
            <Countdown deadline={first} />
          </li>
        ))}
      </ul>
    </section>
  );
}
