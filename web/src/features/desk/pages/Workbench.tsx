import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useNow } from "@/app/clock";
import { useDesk, useMe } from "@/app/data";
import { useKey } from "@/app/keys";
import type { SessionLine } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { useTitle } from "@/parts/PageHead";
import { PageProblem } from "@/parts/Problem";
import { CardSkeleton } from "@/parts/Skeletons";
import { GROUPS, type Group, useClosedSessions, useConversation, useOpenSessions } from "../data";
import type { Box } from "../parts/Compose";
import css from "../parts/Desk.module.css";
import { type Part, SessionList, searchOf } from "../parts/SessionList";
import { Talking } from "../parts/Talking";
import { onlyTalks, talkOf } from "../parts/talk";

/** Where agents answer: the sessions left, the talk in the middle, the buyer and their orders right. */
export default function Workbench() {
  const { t } = useTranslation("desk");
  const { shopId = "", conversationId } = useParams();
  const [query] = useSearchParams();
  const go = useNavigate();
  const box = useRef<Box>(null);
  const group = GROUPS.find((one) => one === query.get("group")) ?? "mine";
  const { open, ...list } = useList(shopId, group);
  const { data: conversation, error, refetch } = useConversation(conversationId ?? "");
  useTitle(t("bench.title"));
  useHeard(open, conversationId);

  const search = searchOf(group);
  const base = `/s/${shopId}/desk`;
  const listed = list.parts?.flatMap(({ sessions }) => sessions) ?? [];
  const step = (by: number) => {
    const at = listed.findIndex(({ conversation: one }) => one === conversationId);
    const next = listed[at < 0 ? 0 : at + by];
    if (next) go(`${base}/${next.conversation}${search}`);
  };
  useKey("j", () => step(1));
  useKey("k", () => step(-1));
  useKey("enter, e", (event) => {
    if (event.key === "Enter" && event.target !== document.body) return;
    event.preventDefault();
    box.current?.focus();
  });
  useKey("escape", () => void go(base + search));
  return (
    <div className={`${css.bench} ${conversationId ? css.open : ""}`}>
      <SessionList shop={shopId} group={group} open={conversationId} {...list} />
      {!conversationId && (
        <section className={css.talk}>
          <Empty fact={t("bench.choose")} next={t("bench.choose_next")} />
        </section>
      )}
      {conversationId && error && !conversation && <PageProblem error={error} retry={() => void refetch()} />}
      {conversationId && !conversation && !error && <CardSkeleton />}
      {conversationId && conversation?.id === conversationId && (
        <Talking key={conversationId} conversation={conversation} shop={shopId} back={base + search} box={box} />
      )}
    </div>
  );
}

function useList(shop: string, group: Group) {
  const { t } = useTranslation("desk");
  const open = useOpenSessions(shop);
  const closed = useClosedSessions(shop, group === "closed");
  const over = closed.data?.pages.flatMap(({ items }) => items);
  const me = useMe().data?.person?.id;
  const desk = useDesk(shop).data;
  const all = open.data?.items;
  const now = useNow("minute");
  const of: Record<Exclude<Group, "closed">, SessionLine[] | undefined> = {
    mine: all?.filter(({ agent }) => agent === me),
    waiting: all?.filter(({ agent }) => !agent),
    open: all,
    expiring: all?.filter((one) => one.clock && !one.answered_at && Date.parse(one.expiring_at ?? "") < now),
  };
  const parts: Part[] | undefined =
    group === "closed"
      ? over && [{ name: t("bench.group.closed"), sessions: over }]
      : group === "waiting"
        ? of.waiting && [{ name: t("bench.queue"), sessions: of.waiting }]
        : of[group] && waitingFirst(of[group], t);
  const shown = group === "closed" ? closed : open;
  return {
    open: all,
    parts,
    desk,
    counts: {
      mine: of.mine?.length ?? 0,
      waiting: of.waiting?.length ?? 0,
      expiring: of.expiring?.length ?? 0,
      open: all?.length ?? 0,
    },
    error: shown.error,
    retry: () => void shown.refetch(),
    more: group === "closed" && closed.hasNextPage ? () => void closed.fetchNextPage() : null,
  };
}

/** Those who wait for an answer, the longest first; then those who were answered, the latest first. */
function waitingFirst(sessions: SessionLine[], t: (key: "bench.waiting" | "bench.answered") => string): Part[] {
  const waiting = sessions.filter((one) => one.waiting_since);
  const answered = sessions.filter((one) => !one.waiting_since);
  const since = (one: SessionLine) => Date.parse(one.waiting_since ?? "");
  const last = (one: SessionLine) => Date.parse(one.last?.at ?? one.opened_at);
  return [
    { name: t("bench.waiting"), sessions: waiting.sort((a, b) => since(a) - since(b)) },
    { name: t("bench.answered"), sessions: answered.sort((a, b) => last(b) - last(a)) },
  ];
}

/** Hear what is said in every open session, so that the list is true without being asked for. */
function useHeard(open: SessionLine[] | undefined, shown: string | undefined): void {
  useEffect(() => {
    if (!open) return;
    onlyTalks(new Set([...open.map(({ conversation }) => conversation), ...(shown ? [shown] : [])]));
    for (const one of open) talkOf(one.conversation, "shop", one.last?.seq ?? 0);
  }, [open, shown]);
}
