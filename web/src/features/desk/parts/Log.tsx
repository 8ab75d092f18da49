import { Button } from "antd";
import { ArrowDown, CircleAlert } from "lucide-react";
import { Fragment, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "@/app/format";
import { useWhen } from "@/app/place";
import type { Side } from "@/app/types";
import { ProblemNotice } from "@/parts/Problem";
import { CardSkeleton } from "@/parts/Skeletons";
import { OrderCard, ProductCard } from "./Cards";
import { ShownPicture, useCalled, Viewer } from "./Shown";
import css from "./Talk.module.css";
import type { Body, Message, Shown, Talk, Waiting } from "./talk";

const APART_MS = 5 * 60_000;
const NEAR_PX = 80;

type Props = {
  talk: Talk;
  shown: Shown;
  /** How the other side is called and looks. */
  other: { name: string; face: ReactNode };
  /** Stands before a message, by its number: where a session begins. */
  marks?: ReadonlyMap<number, string>;
};

/** What was said, the latest at the bottom, and what is on its way. */
export function Log({ talk, shown, other, marks }: Props) {
  const { t } = useTranslation("desk");
  const end = useEnd(talk, shown);
  const { messages, waiting, error, loaded } = shown;
  const label = t("log.label", { name: other.name });
  const own = messages.findLast(({ side }) => side === talk.side)?.seq;
  return (
    <Viewer talk={talk} messages={messages} name={other.name}>
      <div className={css.frame}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
        <div className={css.log} role="log" aria-label={label} tabIndex={0} {...end.props}>
          {error ? <ProblemNotice error={error} retry={() => void talk.open()} /> : null}
          {!loaded && !error && <CardSkeleton lines={6} />}
          {shown.earlier && <Earlier talk={talk} keep={end.keep} />}
          {loaded && messages.length === 0 && waiting.length === 0 && <p className={css.none}>{t("log.none")}</p>}
          {loaded &&
            messages.map((message, at) => (
              <Fragment key={message.seq}>
                <Between before={messages[at - 1]} message={message} mark={marks?.get(message.seq)} />
                <Said message={message} talk={talk} other={other} first={messages[at - 1]?.side !== message.side}>
                  {message.seq === own && waiting.length === 0 && (
                    <span className={css.under}>
                      {t(shown.read[opposite(talk.side)] >= message.seq ? "log.read" : "log.sent")}
                    </span>
                  )}
                </Said>
              </Fragment>
            ))}
          {waiting.map((one) => (
            <OnItsWay key={one.client_id} one={one} talk={talk} />
          ))}
          {shown.typing && <p className={css.typing}>{t("log.typing", { name: other.name })}</p>}
        </div>
        {end.more && (
          <Button className={css.toEnd} shape="round" icon={<ArrowDown />} onClick={end.go}>
            {t("log.new")}
          </Button>
        )}
      </div>
    </Viewer>
  );
}

export const opposite = (side: Side): Side => (side === "buyer" ? "shop" : "buyer");

/** Stay at the end while the reader is there; what is in view there was seen. */
function useEnd(talk: Talk, shown: Shown) {
  const box = useRef<HTMLDivElement>(null);
  const at = useRef(true);
  const height = useRef(0);
  const [more, setMore] = useState(false);
  const last = `${shown.messages.at(-1)?.seq ?? 0}.${shown.waiting.length}.${shown.typing}.${shown.loaded}`;
  const go = () => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
    at.current = true;
    setMore(false);
  };
  const looks = () => {
    if (at.current && document.visibilityState === "visible") talk.seen();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what comes last that moves the end
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (height.current > 0) {
      element.scrollTop += element.scrollHeight - height.current;
      height.current = 0;
    } else if (at.current || shown.messages.at(-1)?.side === talk.side) go();
    else setMore(true);
    looks();
  }, [last, shown.messages.length]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the listener is made once a talk
  useEffect(() => {
    document.addEventListener("visibilitychange", looks);
    const grown = new ResizeObserver(() => at.current && box.current?.scrollTo({ top: box.current.scrollHeight }));
    for (const child of box.current ? [box.current] : []) grown.observe(child);
    return () => {
      document.removeEventListener("visibilitychange", looks);
      grown.disconnect();
    };
  }, [talk]);
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    at.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (at.current) {
      setMore(false);
      looks();
    }
  };
  /** What is put before what one reads does not move it. */
  const keep = () => {
    height.current = box.current?.scrollHeight ?? 0;
  };
  return { props: { ref: box, onScroll }, more, go, keep };
}

function Earlier({ talk, keep }: { talk: Talk; keep: () => void }) {
  const { t } = useTranslation("desk");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const load = () => {
    setBusy(true);
    setError(null);
    keep();
    void talk
      .before()
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className={css.earlier}>
      {error ? <ProblemNotice error={error} retry={load} /> : null}
      <Button type="text" size="small" loading={busy} onClick={load}>
        {t("log.earlier")}
      </Button>
    </div>
  );
}

/** A time where a while has passed, and where a session begins. */
function Between({
  before,
  message,
  mark,
}: {
  before: Message | undefined;
  message: Message;
  mark: string | undefined;
}) {
  const when = useWhen();
  const at = Date.parse(message.at);
  if (!mark && before && at - Date.parse(before.at) < APART_MS) return null;
  return <p className={css.between}>{[moment(at, when, true), mark].filter(Boolean).join(" · ")}</p>;
}

type SaidProps = { message: Message; talk: Talk; other: Props["other"]; first: boolean; children: ReactNode };

function Said({ message, talk, other, first, children }: SaidProps) {
  const { t } = useTranslation("desk");
  const own = message.side === talk.side;
  const called = useCalled(talk, other.name);
  return (
    <div className={`${css.said} ${own ? css.own : ""}`}>
      {!own && <span className={css.face}>{first && other.face}</span>}
      <div className={css.what}>
        <span className="hidden-visually">{own ? t("log.you") : other.name}</span>
        <Content body={message.body} talk={talk} alt={called(message)} />
        {children}
      </div>
    </div>
  );
}

function Content({ body, talk, alt }: { body: Body | null; talk: Talk; alt: string }) {
  const { t } = useTranslation("desk");
  if (body === null) return <span className={css.gone}>{t("log.erased")}</span>;
  if (body.kind === "image") return <ShownPicture body={body} talk={talk} alt={alt} />;
  if (body.kind === "product_card") return <ProductCard id={body.product_id} />;
  if (body.kind === "order_card") return <OrderCard id={body.order_id} />;
  return <span className={body.kind === "emoji" ? css.emoji : css.bubble}>{body.text}</span>;
}

function OnItsWay({ one, talk }: { one: Waiting; talk: Talk }) {
  const { t } = useTranslation("desk");
  const refused = one.refused !== undefined;
  return (
    <div className={`${css.said} ${css.own}`}>
      <div className={`${css.what} ${css.waiting}`}>
        <Content body={one.body} talk={talk} alt={t("log.going")} />
        {refused ? (
          <span className={`${css.under} row wrap`} role="alert">
            <CircleAlert className="small bad" />
            <span className="bad">{one.refused}</span>
            <button type="button" className="link" onClick={() => talk.again(one.client_id)}>
              {t("log.again")}
            </button>
            <button type="button" className="link" onClick={() => talk.discard(one.client_id)}>
              {t("log.discard")}
            </button>
          </span>
        ) : (
          <span className={css.under}>{t("log.going")}</span>
        )}
      </div>
    </div>
  );
}
