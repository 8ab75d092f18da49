import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Reply } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { useReplies } from "../data";
import css from "./Replies.module.css";
import { ReplyText } from "./ReplyText";
import { fitting } from "./replies";

type Props = { shop: string; reply: ((reply: Reply) => void) | null };

/** Beside a talk: the quick replies by their groups; a click puts one into the box. */
export function ReplyPanel({ shop, reply }: Props) {
  const { t } = useTranslation("desk");
  const [q, setQ] = useState("");
  const { data, error, refetch } = useReplies(shop);
  if (error) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={4} height={52} />;
  const found = fitting(data, `/${q.trim()}`);
  const folders = [...new Set(found.map(({ folder }) => folder))];
  return (
    <div className={css.panel}>
      <Input
        value={q}
        onChange={({ target }) => setQ(target.value)}
        placeholder={t("reply.search")}
        aria-label={t("reply.search")}
        allowClear
      />
      {!reply && <p className="s13 t3">{t("reply.over")}</p>}
      {found.length === 0 && <Empty fact={t(q ? "reply.none_fits" : "reply.none")} wide={false} />}
      {folders.map((folder) => (
        <div key={folder}>
          <h3 className={css.folder}>{folder || t("reply.no_folder")}</h3>
          {found
            .filter((one) => one.folder === folder)
            .map((one) => (
              <button type="button" key={one.id} className={css.row} disabled={!reply} onClick={() => reply?.(one)}>
                <span className="row sb">
                  <b className="el">{one.title}</b>
                  {one.shortcut && <span className={css.shortcut}>{one.shortcut}</span>}
                </span>
                <span className={`s12 t3 ${css.two}`}>
                  <ReplyText text={one.text} />
                </span>
              </button>
            ))}
        </div>
      ))}
      <Link className="link s13" to={`/s/${shop}/desk/replies`}>
        {t("reply.manage")}
      </Link>
    </div>
  );
}
