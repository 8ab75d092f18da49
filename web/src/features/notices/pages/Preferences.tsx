import { useTranslation } from "react-i18next";
import { Link, Navigate } from "react-router";
import { useMe } from "@/app/data";
import { usePlace } from "@/app/place";
import { PageHead } from "@/parts/PageHead";
import { PageProblem } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { useWishes } from "../data";
import css from "../parts/Notices.module.css";
import { Screen } from "../parts/Screen";
import { WishForm } from "../parts/WishForm";

/** What one wants told where, and when it is to be quiet. */
export default function Preferences() {
  const { t } = useTranslation("notices");
  const { data: me } = useMe();
  const shop = usePlace().shop ?? "";
  const { data, error, refetch } = useWishes(shop);
  if (me && !me.person) return <Navigate to="/sign-in?next=/me/notices" replace />;
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  return (
    <div className={`${css.page} ${shop ? "" : css.mine}`}>
      <PageHead
        title={t("preferences.title")}
        above={<Link to={shop ? `/s/${shop}/notices` : "/notices"}>{t("title")}</Link>}
      />
      <p className="t2 s13">{t("preferences.about")}</p>
      {data ? <WishForm key={shop} shop={shop} wishes={data} /> : <RowsSkeleton rows={4} />}
      <Screen />
    </div>
  );
}
