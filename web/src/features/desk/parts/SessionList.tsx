import { Button } from "antd";
import { Gauge, MessageSquareText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useNow } from "@/app/clock";
import { span, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { Deadline, Desk, SessionLine } from "@/app/types";
import { useCountdown } from "@/parts/countdown/useCountdown";
import { Empty } from "@/parts/Empty";
import { FilterTabs } from "@/parts/Filters";
import { ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { useSaid } from "@/parts/said";
import { Avatar, Count, Tag } from "@/parts/Tag";
import { GROUPS, type Group } from "../data";
import css from "./Desk.module.css";
import { Seat } from "./Seat";

export type Part = { name: string; sessions: SessionLine[] };
type Props = {
  shop: string;
  group: Group;
  open: string | undefined;
  parts: Part[] | undefined;
  counts: Partial<Record<Group, number>>;
  desk: Desk | undefined;
  error: Error | null;
  retry: () => void;
  more: (() => void) | null;
};

/** The sessions of a group: who has waited longest first, and nothing jumps while it is read. */
export function SessionList({ shop, group, open, parts, counts, desk, error, retry, more }: Props) {
  const { t } = useTranslation("desk");
  const none = parts?.every(({ sessions }) => sessions.length === 0);
  return (
    <section className={css.list} aria-label={t("bench.sessions")}>
      <div className={css.top}>
        <div className="row sb">
          <h1>{t("bench.title")}</h1>
          <span className="row">
            <Link to={`/s/${shop}/desk/response`}>
              <Button
                type="text"
                size="small"
                icon={<Gauge />}
                aria-label={t("response.title")}
                title={t("response.title")}
              />
            </Link>
            <Link to={`/s/${shop}/desk/replies`}>
              <Button
                type="text"
                size="small"
                icon={<MessageSquareText />}
                aria-label={t("reply.title")}
                title={t("reply.title")}
              />
            </Link>
          </span>
        </div>
        {desk && <Seat shop={shop} desk={desk} />}
        <FilterTabs
          label={t("bench.sessions")}
          active={group}
          tabs={GROUPS.map((key) => ({
            key,
            name: t(`bench.group.${key}`),
            count: counts[key] ? String(counts[key]) : null,
            to: `/s/${shop}/desk${searchOf(key)}`,
          }))}
        />
      </div>
      <div className={css.lines}>
        {error && !parts && <ProblemNotice error={error} retry={retry} />}
        {!parts && !error && <RowsSkeleton rows={6} height={60} />}
        {none && <Empty fact={t(`bench.none.${group}`)} next={t("bench.none_next")} />}
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
  const name = one.buyer || t("bench.nameless");
  return (
    <Link
      to={`/s/${shop}/desk/${one.conversation}${searchOf(group)}`}
      className={`${css.line} ${on ? css.on : ""}`}
      aria-current={on ? "page" : undefined}
    >
      <Avatar name={name} size={36} />
      <span className="grow">
        <span className="row sb">
          <b className="el">{name}</b>
          {group === "expiring" && one.clock ? (
            <Remains deadline={one.clock} />
          ) : one.waiting_since ? (
            <Waits since={one.waiting_since} />
          ) : (
            one.last && <span className="s12 t3 nw">{tableMoment(Date.parse(one.last.at), when)}</span>
          )}
        </span>
        <span className="row sb">
          <span className="s13 t2 el">
            {group === "open" && <Tag>{one.agent_name || t("bench.queued")}</Tag>} {said(one.last)}
          </span>
          {one.unread > 0 && <Count n={one.unread} urgent />}
        </span>
      </span>
    </Link>
  );
}

/** How long is left for the first answer; the whole line is a link, so the clock itself opens nothing. */
function Remains({ deadline }: { deadline: Deadline }) {
  const seen = useCountdown(deadline, false);
  return <span className="s12 w5 nw twarn">{seen.text}</span>;
}

/** What an address says of the group that is shown; one's own are shown first. */
export const searchOf = (group: Group) => (group === "mine" ? "" : `?group=${group}`);

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
