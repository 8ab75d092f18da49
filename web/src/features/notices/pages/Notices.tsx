import { Button } from "antd";
import { Settings2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";
import { useMe } from "@/app/data";
import { counted } from "@/app/format";
import { useLanguage, usePlace } from "@/app/place";
import { Pager } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { Segments } from "@/parts/Filters";
import { PageHead } from "@/parts/PageHead";
import { PageProblem, ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { useNotices, useReadAll } from "../data";
import { NoticeLine } from "../parts/NoticeLine";
import css from "../parts/Notices.module.css";

/** What one was told, in a shop or as a buyer, the last first. */
export default function Notices() {
  const { t } = useTranslation("notices");
  const { data: me } = useMe();
  const shop = usePlace().shop ?? "";
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const fresh = query.get("show") === "new";
  const { data, error, refetch } = useNotices(shop, fresh, query.get("cursor") ?? "");
  const readAll = useReadAll(shop);
  if (me && !me.person) return <Navigate to="/sign-in?next=/notices" replace />;
  if (error && !data) return <PageProblem error={error} retry={() => void refetch()} />;
  const to = (cursor: string | null) => (cursor ? () => setQuery({ ...(fresh && { show: "new" }), cursor }) : null);
  return (
    <div className={`${css.page} ${shop ? "" : css.mine}`}>
      <PageHead
        title={t("title")}
        acts={
          <>
            <Button loading={readAll.isPending} onClick={() => readAll.mutate(null)}>
              {t("read_all")}
            </Button>
            <Link to={shop ? "preferences" : "/me/notices"} aria-label={t("preferences.title")}>
              <Button icon={<Settings2 />} tabIndex={-1} aria-hidden="true" />
            </Link>
          </>
        }
      />
      <Segments
        label={t("title")}
        active={fresh ? "new" : "all"}
        parts={[
          { key: "all", name: t("all"), to: "?" },
          { key: "new", name: t("new"), to: "?show=new" },
        ]}
      />
      {readAll.error && <ProblemNotice error={readAll.error} />}
      <section className="card" style={{ overflow: "clip" }} aria-label={t(fresh ? "new" : "all")}>
        {!data && <RowsSkeleton rows={6} height={64} />}
        {data?.items.length === 0 && <Empty fact={t(fresh ? "none_new" : "none")} next={t("none_next")} />}
        {data && data.items.length > 0 && (
          <>
            <ul className={css.list}>
              {data.items.map((notice) => (
                <NoticeLine key={notice.id} notice={notice} />
              ))}
            </ul>
            <Pager
              text={t("count", counted(data.total, language))}
              before={to(data.prev_cursor)}
              after={to(data.next_cursor)}
            />
          </>
        )}
      </section>
    </div>
  );
}
