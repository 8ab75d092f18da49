import { Braces } from "lucide-react";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Reply } from "@/app/types";
import { Notice, ProblemNotice } from "@/parts/Problem";
import { replyValues, useReplies } from "../data";
import { QuickList } from "./QuickList";
import css from "./Replies.module.css";
import { asks, filled, fitting, unfilled } from "./replies";

type Props = {
  shop: string | undefined;
  conversation: string;
  text: string;
  write: (text: string) => void;
  area: RefObject<HTMLTextAreaElement | null>;
};

/** Quick replies while one writes: a slash opens the list, arrows and Enter choose, Escape closes; nothing goes out unfilled. */
export function useQuick({ shop, conversation, text, write, area }: Props) {
  const { t } = useTranslation("desk");
  const id = useId();
  const wanted = shop !== undefined;
  const { data, error } = useReplies(shop ?? "", wanted && asks(text));
  const [shut, setShut] = useState("");
  const [at, setAt] = useState(0);
  const [trouble, setTrouble] = useState<unknown>(null);
  const [held, setHeld] = useState(false);
  const open = wanted && asks(text) && shut !== text;
  const found = open && data ? fitting(data, text) : [];
  const chosen = found[Math.min(at, found.length - 1)];
  const left = held ? unfilled(text) : null;

  const mark = (from: number, to: number) =>
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(from, to);
    });
  const choose = async (reply: Reply) => {
    try {
      const said = filled(reply.text, await replyValues(conversation));
      setTrouble(null);
      setHeld(false);
      setAt(0);
      write(said);
      const first = unfilled(said);
      mark(first?.from ?? said.length, first?.to ?? said.length);
    } catch (problem) {
      setTrouble(problem);
    }
  };
  /** What is written still holds a variable: it is shown and marked, and not sent. */
  const holds = () => {
    const first = wanted ? unfilled(text) : null;
    setHeld(first !== null);
    if (first) mark(first.from, first.to);
    return first !== null;
  };
  const keyed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!open || event.nativeEvent.isComposing) return false;
    if (event.key === "Escape") setShut(text);
    else if (!chosen) return false;
    else if (event.key === "ArrowDown") setAt((found.indexOf(chosen) + 1) % found.length);
    else if (event.key === "ArrowUp") setAt((found.indexOf(chosen) + found.length - 1) % found.length);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) void choose(chosen);
    else {
      setAt(0);
      return false;
    }
    event.preventDefault();
    return true;
  };
  const over = (
    <>
      {open && (data || error) && (
        <QuickList
          id={id}
          shop={shop}
          found={found}
          chosen={chosen}
          choose={(reply) => void choose(reply)}
          error={error}
        />
      )}
      {trouble ? <ProblemNotice error={trouble} /> : null}
      {left && (
        <div className={css.held}>
          <Notice icon={<Braces />} head={t("reply.unfilled", { variable: t(`reply.variable.${left.name}`) })} />
        </div>
      )}
    </>
  );
  const listed = open && chosen ? { "aria-controls": id, "aria-activedescendant": `${id}-${chosen.id}` } : {};
  return { over, keyed, holds, choose, area: wanted ? { "aria-autocomplete": "list" as const, ...listed } : {} };
}
