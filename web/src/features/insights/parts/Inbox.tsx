import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useRowCursor } from "@/app/cursor";
import type { Duty, Today } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { Count } from "@/parts/Tag";
import { keyOf } from "../data";
import { DutyLine } from "./DutyLine";
import { pathOf } from "./duty";
import { Explained } from "./Explained";
import { Lapsed } from "./Lapsed";
import css from "./Today.module.css";

type Props = {
  shop: string;
  today: Today;
  duties: Duty[];
  sort: "cost" | "due";
  selected: string[];
  select: (keys: string[]) => void;
};

/** All deadlines of the shop in one list; at its foot what already lapsed. */
export function Inbox({ shop, today, duties, sort, selected, select }: Props) {
  const { t } = useTranslation("insights");
  const go = useNavigate();
  const of = (key: string) => duties.find((duty) => keyOf(duty) === key);
  const open = (key: string) => {
    const duty = of(key);
    if (duty) go(pathOf(shop, duty));
  };
  const cursor = useRowCursor({
    keys: duties.map(keyOf),
    selected,
    select: (keys) => select(keys.filter((key) => of(key)?.acts.includes("pack"))),
    open,
    act: (key) => (of(key)?.acts.includes("pack") ? select([...new Set([...selected, key])]) : open(key)),
  });
  const costly = new Set(
    today.inbox
      .filter(({ acts, money }) => acts.length > 0 && money)
      .slice(0, today.first.things)
      .map(keyOf),
  );
  const own = duties.find(({ acts }) => acts.length > 0);
  const next = own && selected.length === 0 ? keyOf(own) : null;
  return (
    <section className={`card ${css.inbox}`} aria-labelledby="inbox">
      <header>
        <h2 id="inbox">{t("inbox.title")}</h2>
        <Count n={duties.length} />
        <span className="s12 t3 wide-only">{t(sort === "due" ? "inbox.by_time" : "inbox.by_cost")}</span>
        <span className="grow" />
        <Explained
          word={t("inbox.how")}
          title={t("inbox.how_title")}
          said={t("inbox.how_text", { returnObjects: true }) as string[]}
        />
      </header>
      {duties.length === 0 && (
        <div className="pad">
          <Empty fact={t("inbox.none")} next={t("inbox.none_next")} wide={false} />
        </div>
      )}
      <ul>
        {duties.map((duty) => {
          const key = keyOf(duty);
          return (
            <DutyLine
              key={key}
              shop={shop}
              duty={duty}
              costly={costly.has(key)}
              next={key === next}
              on={cursor === key}
              selected={selected.includes(key)}
              choose={(chosen) => select(chosen ? [...selected, key] : selected.filter((one) => one !== key))}
            />
          );
        })}
      </ul>
      <Lapsed shop={shop} today={today} />
    </section>
  );
}
