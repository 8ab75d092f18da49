import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useNow } from "@/app/clock";
import { span, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { SessionLine } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { FilterTabs } from "@/parts/Filters";
import { ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { Avatar, Count } from "@/parts/Tag";
import type { Group } from "../data";
import css from "./Desk.module.css";
import { useSaid } from "./said";

export type Part = { name: string; sessions: SessionLine[] };
type Props = {
  shop: string;
  group: Group;
  open: string | undefined;
  parts: Part[] | undefined;
  count: number | undefined;
  error: Error | null;
  retry: () => void;
  more: (() => void) | null;
};

/** The sessions of a group: who has waited longest first, and nothing jumps while it is read. */
export function SessionList({ shop, group, open, parts, count, error, retry, more }: Props) {
  const { t } = useTranslation("desk");
  const none = parts?.every(({ sessions }) => sessions.length === 0);
  return (
    <section className={css.list} aria-label={t("bench.sessions")}>
      <div className={css.top}>
        <h1>{t("bench.title")}</h1>
        <FilterTabs
          label={t("bench.sessions")}
          active={group}
          tabs={[
            { key: "open", name: t("bench.open"), count: count ? String(count) : null, to: `/s/${shop}/desk` },
            { key: "closed", name: t("bench.closed"), to: `/s/${shop}/desk?group=closed` },
          ]}
        />
      </div>
      <div className={css.lines}>
        {error && !parts && <ProblemNotice error={error} retry={retry} />}
        {!parts && !error && <RowsSkeleton rows={6} height={60} />}
        {none && <Empty fact={t(`bench.none_${group}`)} next={t("bench.none_next")} />}
        {parts?.map(
          ({ name, sessions }) =>
            sessions.length > 0 && (
              <div key={name}>
                <h2>{name}</h2>
                {sessions.map((one) => (
                  <Line key={one.id} one={one} shop={shop} group={group} on={one.conversation === open} />
                ))}
              </div>
            ),
        )}
        {more && (
          <div className="pad">
            <Button block onClick={more}>
              {t("bench.more")}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

function Line({ one, shop, group, on }: { one: SessionLine; shop: string; group: Group; on: boolean }) {
  const { t } = useTranslation("desk");
  const when = useWhen();
  const said = useSaid("shop");
  const query = group === "open" ? "" : `?group=${group}`;
  const name = one.buyer || t("bench.nameless");
  return (
    <Link
      to={`/s/${shop}/desk/${one.conversation}${query}`}
      className={`${css.line} ${on ? css.on : ""}`}
      aria-current={on ? "page" : undefined}
    >
      <Avatar name={name} size={36} />
      <span className="grow">
        <span className="row sb">
          <b className="el">{name}</b>
          {one.waiting_since ? (
            <Waits since={one.waiting_since} />
          ) : (
            one.last && <span className="s12 t3 nw">{tableMoment(Date.parse(one.last.at), when)}</span>
          )}
        </span>
        <span className="row sb">
          <span className="s13 t2 el">{said(one.last)}</span>
          {one.unread > 0 && <Count n={one.unread} urgent />}
        </span>
      </span>
    </Link>
  );
}

/** How long a buyer has waited for an answer. */
function Waits({ since }: { since: string }) {
  const { t } = useTranslation("desk");
  const language = useLanguage();
  const waited = span(useNow("second") - Date.parse(since), language);
  return (
    <span className="s12 w5 nw" title={t("bench.waits")}>
      <span className="hidden-visually">{t("bench.waits")} </span>
      {waited}
    </span>
  );
}
