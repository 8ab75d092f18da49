import { CornerDownLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Reply } from "@/app/types";
import { ProblemNotice } from "@/parts/Problem";
import { Keycap } from "@/parts/Tag";
import css from "./Replies.module.css";
import { ReplyText } from "./ReplyText";

type Props = {
  id: string;
  shop: string;
  found: Reply[];
  chosen: Reply | undefined;
  choose: (reply: Reply) => void;
  error: unknown;
};

/** Over the box: the quick replies that fit what is typed. The focus stays in the box. */
export function QuickList({ id, shop, found, chosen, choose, error }: Props) {
  const { t } = useTranslation("desk");
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whichever is chosen is brought into view
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen?.id]);
  return (
    <div className={css.quick}>
      <div className={css.hint}>
        <span className="grow">{t("reply.hint")}</span>
        <span className="wide-only row">
          <Keycap>↑</Keycap>
          <Keycap>↓</Keycap>
          {t("reply.keys_choose")}
          <Keycap>Enter</Keycap>
          {t("reply.keys_fill")}
        </span>
        <Link className="link" to={`/s/${shop}/desk/replies`}>
          {t("reply.manage")}
        </Link>
      </div>
      {error ? <ProblemNotice error={error} /> : null}
      {!error && found.length === 0 && <p className={css.none}>{t("reply.none_fits")}</p>}
      <div ref={list} id={id} role="listbox" aria-label={t("reply.title")} className={css.list}>
        {found.map((reply) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the box, which keeps the focus
          <div
            key={reply.id}
            id={`${id}-${reply.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={reply === chosen}
            className={`${css.one} ${reply === chosen ? css.on : ""}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(reply)}
          >
            {reply.shortcut && <span className={css.shortcut}>{reply.shortcut}</span>}
            <b className="el">{reply.title}</b>
            <span className="grow el t2">
              <ReplyText text={reply.text} />
            </span>
            {reply === chosen && <CornerDownLeft className="small t3" />}
          </div>
        ))}
      </div>
    </div>
  );
}
