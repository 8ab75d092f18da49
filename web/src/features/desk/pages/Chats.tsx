import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { useMe } from "@/app/data";
import { Empty } from "@/parts/Empty";
import { useTitle } from "@/parts/PageHead";
import css from "../parts/Chat.module.css";
import { TalkList } from "../parts/TalkList";

/** A buyer's talks with shops. */
export default function Chats() {
  const { t } = useTranslation("desk");
  const { data: me } = useMe();
  useTitle(t("mine.title"));
  if (me && !me.person) return <Navigate to="/sign-in?next=/chat" replace />;
  return (
    <div className={`${css.page} ${css.alone}`}>
      <h1 className="hidden-visually">{t("mine.title")}</h1>
      <TalkList />
      <section className={`card ${css.talk}`}>
        <Empty fact={t("mine.choose")} next={t("mine.choose_next")} />
      </section>
    </div>
  );
}
