import { Button, Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { ending, grouped, moment, money } from "@/app/format";
import { useWhen } from "@/app/place";
import type { Duty } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { pathOf } from "./duty";
import css from "./Today.module.css";

type Props = {
  shop: string;
  duty: Duty;
  costly: boolean;
  /** The one next act of the page. */
  next: boolean;
  on: boolean;
  selected: boolean;
  choose: (chosen: boolean) => void;
};

/** One line of the inbox: the first clock, what is to be done, what missing it costs, and the act that stops it. */
export function DutyLine({ shop, duty, costly, next, on, selected, choose }: Props) {
  const { t } = useTranslation("insights");
  const go = useNavigate();
  const what = useWhat()(duty);
  const packs = duty.acts.includes("pack");
  const word = duty.acts[0] ?? "open";
  const to = pathOf(shop, duty);
  return (
    <li className={`${css.duty} ${on ? css.cursor : ""} ${selected ? css.chosen : ""}`}>
      <span className={css.check}>
        {packs && (
          <Checkbox
            checked={selected}
            onChange={({ target }) => choose(target.checked)}
            aria-label={t("inbox.choose", { what })}
          />
        )}
      </span>
      <span className={css.clock}>
        <Countdown deadline={duty.first} />
      </span>
      <span className={css.what}>
        <Link to={to} className="w5 el">
          {what}
        </Link>
        <span className="s12 t3 el" title={duty.count === 1 && duty.order ? grouped(duty.order.number) : undefined}>
          <First duty={duty} />
        </span>
      </span>
      <span className={`${css.cost} ${costly ? css.costly : ""}`}>
        <Cost duty={duty} />
      </span>
      <span className={css.act}>
        {packs ? (
          <Button
            size="small"
            type={next ? "primary" : "default"}
            onClick={() => choose(true)}
            disabled={selected}
            aria-label={t("act.pack_one", { what })}
          >
            {t("act.pack")}
          </Button>
        ) : (
          <Button
            size="small"
            type={next ? "primary" : "default"}
            href={to}
            onClick={(event) => {
              event.preventDefault();
              go(to);
            }}
            aria-label={t(`act.${word}_one`, { what })}
          >
            {t(`act.${word}`)}
          </Button>
        )}
      </span>
    </li>
  );
}

/** What a line is about; a kind without words of ours is called by its own title. */
export function useWhat(): (duty: Duty) => string {
  const { t } = useTranslation("insights");
  return ({ kind, count, first }) => t(`duty.${kind}`, { count, defaultValue: `${first.title} ${count}` });
}

function First({ duty }: { duty: Duty }) {
  const { t } = useTranslation("insights");
  const when = useWhen();
  const at = moment(Date.parse(duty.first.due), when, true);
  if (duty.count > 1) return t("line.many", { at });
  return duty.order ? t("line.one", { at, number: ending(duty.order.number) }) : t("line.plain", { at });
}

/** The amount where there is one, else what happens; the server's words. */
function Cost({ duty }: { duty: Duty }) {
  const what = duty.first.cost?.what ?? "";
  if (!duty.money) return <b className="s13">{what || duty.first.title}</b>;
  return (
    <>
      <b className="s13 el">{money(duty.money)}</b>
      <span className="s12 t3">{what}</span>
    </>
  );
}
