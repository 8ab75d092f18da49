import { Button } from "antd";
import {
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { useNarrow } from "@/app/screen";
import type { Reply } from "@/app/types";
import { ChoosePictures, ChosenPictures, pasted, useTray } from "./Chosen";
import { keep, kept } from "./kept";
import css from "./Talk.module.css";
import type { Talk } from "./talk";
import { useQuick } from "./useQuick";

const HIGHEST_PX = 160;

export type Box = { focus: () => void; insert: (text: string) => void; reply: (reply: Reply) => void };
type Props = {
  talk: Talk;
  label: string;
  /** At the left of the box: what else can be sent. */
  before?: ReactNode;
  /** Over the box, while one writes. */
  over?: ReactNode;
  /** Whose quick replies are at hand: those of the shop for which one answers. */
  replies?: string;
  ref?: Ref<Box>;
};

/** The box is as high as what is in it. It is measured anew only when that may have changed: to measure it moves the whole talk. */
function useHeight(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  const before = useRef("");
  useLayoutEffect(() => {
    const box = area.current;
    const shorter = text.length < before.current.length;
    before.current = text;
    if (!box || (box.style.height && !shorter && box.scrollHeight <= box.clientHeight)) return;
    box.style.height = "0";
    box.style.height = `${Math.min(HIGHEST_PX, box.scrollHeight)}px`;
  }, [area, text]);
}

/** Where one writes: Enter sends, Shift and Enter makes a line. A draft is kept with its talk, with its pictures, which go first. */
export function Compose({ talk, label, before, over, replies, ref }: Props) {
  const { t } = useTranslation("desk");
  const [text, setText] = useState(() => kept(talk.id).draft);
  const area = useRef<HTMLTextAreaElement>(null);
  const write = (draft: string) => {
    setText(draft);
    keep(talk.id, { draft });
  };
  const quick = useQuick({ shop: replies, conversation: talk.id, text, write, area });
  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    insert: (more) => {
      write(more);
      area.current?.focus();
    },
    reply: (chosen) => void quick.choose(chosen),
  }));
  useEffect(() => setText(kept(talk.id).draft), [talk]);
  useHeight(area, text);
  const narrow = useNarrow();
  const pictures = useTray(talk.tray);
  const ready =
    pictures.every(({ state }) => state !== "going") && (text.trim() || pictures.some(({ state }) => state === "up"));
  const send = () => {
    if (!ready || quick.holds()) return;
    for (const { id, ...sides } of talk.tray.take()) talk.send({ kind: "image", picture_id: id, ...sides });
    if (text.trim()) talk.send({ kind: "text", text: text.trim() });
    write("");
    area.current?.focus();
  };
  return (
    <div className={css.compose}>
      {over}
      {quick.over}
      <ChosenPictures tray={talk.tray} />
      <form
        className={css.write}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {before}
        <ChoosePictures tray={talk.tray} chosen={() => narrow || area.current?.focus()} />
        <textarea
          ref={area}
          rows={1}
          value={text}
          aria-label={label}
          placeholder={t("compose.hint")}
          enterKeyHint="send"
          onChange={({ target }) => {
            write(target.value);
            if (target.value) talk.types();
          }}
          {...quick.area}
          onPaste={(event) => {
            const files = pasted(event.clipboardData);
            if (files.length === 0) return;
            event.preventDefault();
            talk.tray.add(files);
          }}
          onKeyDown={(event) => {
            if (quick.keyed(event)) return;
            if (event.key === "Escape") event.currentTarget.blur();
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <Button type="primary" htmlType="submit" disabled={!ready}>
          {t("compose.send")}
        </Button>
      </form>
    </div>
  );
}
