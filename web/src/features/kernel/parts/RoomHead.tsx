import { useTranslation } from "react-i18next";
import { total } from "@/app/format";
import { useLanguage } from "@/app/place";
import { FilterTabs } from "@/parts/Filters";
import { PageHead } from "@/parts/PageHead";
import { useLateness, useLetters, useListeners } from "../data";
import { useCounted } from "./lag";

/** The title and the room's three pages, each with how much in it wants a person. */
export function RoomHead({ page }: { page: "deadlines" | "events" | "letters" }) {
  const { t } = useTranslation("kernel");
  const language = useLanguage();
  const counted = useCounted();
  const { data: deadlines } = useLateness();
  const { data: listeners } = useListeners();
  const { data: letters } = useLetters("failed", "");
  const aside = listeners?.reduce((sum, one) => sum + one.aside, 0);
  const tabs = [
    { key: "deadlines", to: "/op/room", count: deadlines && counted(deadlines.late + deadlines.aside) },
    { key: "events", to: "/op/room/events", count: aside === undefined ? null : counted(aside) },
    { key: "letters", to: "/op/room/letters", count: letters && total(letters.total, language) },
  ];
  return (
    <>
      <PageHead title={t("room.title")} />
      <FilterTabs
        label={t("room.title")}
        active={page}
        tabs={tabs.map(({ count, ...tab }) => ({
          ...tab,
          name: t(`room.${tab.key}`),
          count: count && count !== "0" ? count : null,
        }))}
      />
    </>
  );
}
