import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useTalks } from "@/app/data";
import { tableMoment } from "@/app/format";
import { useWhen } from "@/app/place";
import { Empty } from "@/parts/Empty";
import { ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { useSaid } from "@/parts/said";
import { Count, ShopSign } from "@/parts/Tag";
import css from "./Chat.module.css";

/** A buyer's talks with shops, the latest first. */
export function TalkList({ open }: { open?: string }) {
  const { t } = useTranslation("desk");
  const when = useWhen();
  const said = useSaid("buyer");
  const { data, error, refetch } = useTalks(true);
  return (
    <section className={`card ${css.list}`}>
      <div className={css.head}>
        <h2>{t("mine.title")}</h2>
      </div>
      <div className={css.talks}>
        {error && !data && <ProblemNotice error={error} retry={() => void refetch()} />}
        {!data && !error && <RowsSkeleton rows={4} height={64} />}
        {data?.items.length === 0 && (
          <Empty
            fact={t("mine.none")}
            next={t("mine.none_next")}
            act={
              <Link to="/">
                <Button>{t("mine.browse")}</Button>
              </Link>
            }
          />
        )}
        {data?.items.map((talk) => (
          <Link
            key={talk.id}
            to={`/chat/${talk.shop.id}`}
            className={`${css.line} ${talk.shop.id === open ? css.on : ""}`}
            aria-current={talk.shop.id === open ? "page" : undefined}
          >
            <ShopSign name={talk.shop.name} size={40} />
            <span className="grow">
              <span className="row sb">
                <b className="el">{talk.shop.name}</b>
                <span className="s12 t3 nw">{tableMoment(Date.parse(talk.last_at), when)}</span>
              </span>
              <span className="row sb">
                <span className="s13 t2 el">{said(talk.last)}</span>
                {talk.unread > 0 && <Count n={talk.unread} urgent />}
              </span>
            </span>
          </Link>
        ))}
      </div>
    </section>
  );
}
