import { Button } from "antd";
import { Check, ChevronLeft, PanelRight } from "lucide-react";
import { type RefObject, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "@/app/data";
import { useKey } from "@/app/keys";
import type { Conversation, Reply } from "@/app/types";
import { Countdown } from "@/parts/countdown/Countdown";
import { ProblemNotice } from "@/parts/Problem";
import { Sheet } from "@/parts/Sheet";
import { Avatar, Keycap } from "@/parts/Tag";
import { useClose, useTake } from "../data";
import { BuyerPanel } from "./BuyerPanel";
import { useDrop } from "./Chosen";
import { type Box, Compose } from "./Compose";
import css from "./Desk.module.css";
import { Log } from "./Log";
import { NoReply } from "./NoReply";
import type { Body } from "./talk";
import { useTalk } from "./useTalk";

type Props = { conversation: Conversation; shop: string; back: string; box: RefObject<Box | null> };

/** One talk at the desk: the log, the answer box while its session is open, and the buyer's orders beside it. */
export function Talking({ conversation, shop, back, box }: Props) {
  const { t } = useTranslation("desk");
  const { talk, shown } = useTalk(conversation.id, "shop", conversation.last_seq);
  const looks = Boolean(useMe().data?.viewing);
  const close = useClose(shop, conversation.id);
  const session = conversation.session;
  const name = conversation.buyer || t("bench.nameless");
  const send = session && !looks ? (body: Body) => talk.send(body) : null;
  const reply = session?.agent && !looks ? (chosen: Reply) => box.current?.reply(chosen) : null;
  const panel = (done?: () => void) => (
    <BuyerPanel
      shop={shop}
      buyer={conversation.person}
      name={name}
      send={send}
      reply={
        reply &&
        ((chosen) => {
          done?.();
          reply(chosen);
        })
      }
    />
  );
  const first = session?.first_seq;
  const { drop, cover } = useDrop(session?.agent && !looks ? talk.tray : null);
  const marks = useMemo(() => new Map(first ? [[first, t("bench.session_began")]] : []), [first, t]);
  return (
    <>
      <section className={css.talk} aria-label={t("bench.talk", { name })} {...drop}>
        {cover}
        <header className={css.head}>
          <Link to={back} className="narrow-only" aria-label={t("bench.back")}>
            <ChevronLeft className="big" />
          </Link>
          <Avatar name={name} size={36} />
          <span className="grow">
            <b className="el">{name}</b>
            {conversation.clock && (
              <span className="narrow-only">
                <Countdown deadline={conversation.clock} />
              </span>
            )}
          </span>
          {conversation.clock && (
            <span className="wide-only">
              <Countdown deadline={conversation.clock} size="pill" named />
            </span>
          )}
          {session && !looks && <NoReply shop={shop} session={session} />}
          <Sheet
            label={t("panel.label")}
            width={360}
            placement="bottomRight"
            trigger={<Button className={css.panel ?? ""} icon={<PanelRight />} aria-label={t("panel.label")} />}
            content={(done) => <div className={css.aside}>{panel(done)}</div>}
          />
          {session && !looks && (
            <Button
              icon={<Check />}
              aria-label={t("bench.close")}
              loading={close.isPending}
              onClick={() => close.mutate(null)}
            >
              <span className="wide-only">{t("bench.close")}</span>
            </Button>
          )}
        </header>
        {close.error && <ProblemNotice error={close.error} retry={() => close.mutate(null)} />}
        <Log talk={talk} shown={shown} other={{ name, face: <Avatar name={name} size={28} /> }} marks={marks} />
        {looks ? (
          <p className={css.over}>{t("bench.only_looking")}</p>
        ) : session && !session.agent ? (
          <Queued shop={shop} conversation={conversation} />
        ) : session ? (
          <Compose ref={box} talk={talk} label={t("compose.to", { name })} replies={shop} />
        ) : (
          <p className={css.over}>{t("bench.over")}</p>
        )}
      </section>
      <aside className={css.aside} aria-label={t("panel.label")}>
        {panel()}
      </aside>
    </>
  );
}

/** A session in the queue is answered by whoever takes it. */
function Queued({ shop, conversation }: { shop: string; conversation: Conversation }) {
  const { t } = useTranslation("desk");
  const take = useTake(shop);
  useKey("t", () => take.mutate(conversation.id));
  return (
    <div className={css.over}>
      {take.error && <ProblemNotice error={take.error} />}
      <p>{t("bench.in_queue", { count: conversation.before ?? 0 })}</p>
      <Button type="primary" loading={take.isPending} onClick={() => take.mutate(conversation.id)}>
        {t("bench.take")} <Keycap>T</Keycap>
      </Button>
    </div>
  );
}
