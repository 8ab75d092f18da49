import { ChevronLeft, ChevronRight, ImageOff, X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "@/app/format";
import { useWhen } from "@/app/place";
import { pictureAt } from "../data";
import css from "./Pictures.module.css";
import type { Body, Message, Talk } from "./talk";

type Image = Extract<Body, { kind: "image" }>;

const MOST_PX = 240;
const LEAST_PX = 56;
const Large = createContext<(picture: string) => void>(() => {});

/** A picture in a talk, small; a strip or a dot is cut or grown to what can be hit. A click shows it large. */
export function ShownPicture({ body, talk, alt }: { body: Image; talk: Talk; alt: string }) {
  const { t } = useTranslation("desk");
  const large = useContext(Large);
  const [tries, setTries] = useState(0);
  const [broken, setBroken] = useState(false);
  const { picture_id, width, height } = body;
  const scale = Math.min(1, MOST_PX / width, MOST_PX / height);
  const [wide, high] = [width, height].map((side) => Math.max(LEAST_PX, Math.round(side * scale)));
  const size = { width: wide, aspectRatio: `${wide} / ${high}` };
  if (broken)
    return (
      <button
        type="button"
        className={css.broken}
        onClick={() => {
          setTries(tries + 1);
          setBroken(false);
        }}
      >
        <ImageOff className="big" />
        {t("picture.broken")}
      </button>
    );
  return (
    <button type="button" className={css.shown} style={size} onClick={() => large(picture_id)}>
      <img
        key={tries}
        src={pictureAt(talk.id, picture_id)}
        alt={alt}
        loading="lazy"
        decoding="async"
        onError={() => setBroken(true)}
      />
    </button>
  );
}

type Props = { talk: Talk; messages: readonly Message[]; name: string; children: ReactNode };

/** Shows the pictures of a talk large, one after the other: arrows go on, Escape closes. */
export function Viewer({ talk, messages, name, children }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  const pictures = useMemo(
    () => messages.filter((one): one is Message & { body: Image } => isImage(one.body)),
    [messages],
  );
  const at = pictures.findIndex(({ body }) => body.picture_id === open);
  const one = pictures[at];
  const close = useCallback(() => setOpen(null), []);
  const step = (by: number) => {
    const next = pictures[at + by];
    if (next) setOpen(next.body.picture_id);
  };
  return (
    <Large value={setOpen}>
      {children}
      {one && <Dialog talk={talk} message={one} name={name} at={at} of={pictures.length} step={step} close={close} />}
    </Large>
  );
}

const isImage = (body: Body | null): body is Image => body?.kind === "image";

/** How a picture is called for those who hear the page: whose it is, and from when. */
export function useCalled(talk: Talk, name: string): (message: Message) => string {
  const { t } = useTranslation("desk");
  const when = useWhen();
  return ({ side, at }) => {
    const moments = { at: moment(Date.parse(at), when, true) };
    return side === talk.side ? t("picture.own", moments) : t("picture.of", { ...moments, name });
  };
}

type Opened = {
  talk: Talk;
  message: Message & { body: Image };
  name: string;
  at: number;
  of: number;
  step: (by: number) => void;
  close: () => void;
};

function Dialog({ talk, message, name, at, of, step, close }: Opened) {
  const { t } = useTranslation("desk");
  const called = useCalled(talk, name)(message);
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  const { picture_id, width, height } = message.body;
  return (
    <dialog
      ref={box}
      className={css.viewer}
      aria-label={called}
      onClose={close}
      onClick={({ target, currentTarget }) => target === currentTarget && close()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "ArrowLeft") step(-1);
        if (event.key === "ArrowRight") step(1);
      }}
    >
      <header>
        <span className="grow el">{called}</span>
        {of > 1 && <span className="nw">{t("picture.count", { n: at + 1, of })}</span>}
        {/* biome-ignore lint/a11y/noAutofocus: the first thing one wants of it is to be rid of it */}
        <button type="button" autoFocus onClick={close} aria-label={t("picture.close")}>
          <X className="big" />
        </button>
      </header>
      <img key={picture_id} src={pictureAt(talk.id, picture_id)} alt={called} width={width} height={height} />
      {of > 1 && (
        <footer>
          <button type="button" disabled={at === 0} onClick={() => step(-1)} aria-label={t("picture.before")}>
            <ChevronLeft className="big" />
          </button>
          <button type="button" disabled={at === of - 1} onClick={() => step(1)} aria-label={t("picture.after")}>
            <ChevronRight className="big" />
          </button>
        </footer>
      )}
    </dialog>
  );
}
