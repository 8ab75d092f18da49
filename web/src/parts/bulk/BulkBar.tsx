import { Info, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { money } from "@/app/format";
import type { Money } from "@/app/types";
import css from "./BulkBar.module.css";

type Act = { key: string; name: string; icon?: ReactNode; do: () => void; busy?: boolean; disabled?: boolean };
type Props = {
  count: number;
  total: Money | null;
  first: Act;
  others?: Act[];
  /** What cannot be done for some of them, and why. */
  cannot?: ReactNode;
  clear: () => void;
};

/** What can be done with the chosen rows; dark in both themes, over the pager. */
export function BulkBar({ count, total, first, others = [], cannot, clear }: Props) {
  const { t } = useTranslation("parts");
  if (count === 0) return null;
  return (
    <section className={css.bar} aria-label={t("bulk.label")}>
      <span className="nw">
        {t("bulk.chosen", { count })}
        {total && (
          <>
            {" · "}
            <b>{money(total)}</b>
          </>
        )}
      </span>
      <span className={css.rule} />
      {[first, ...others].map((act, at) => (
        <button
          key={act.key}
          type="button"
          className={`${css.act} ${at === 0 ? css.first : ""}`}
          onClick={act.do}
          disabled={act.busy || act.disabled}
          aria-busy={act.busy}
        >
          {act.icon}
          {act.name}
        </button>
      ))}
      {cannot && (
        <>
          <span className={css.rule} />
          <span className={css.cannot}>
            <Info />
            {cannot}
          </span>
        </>
      )}
      <button
        type="button"
        className={css.act}
        style={{ padding: "0 8px" }}
        onClick={clear}
        aria-label={t("bulk.clear")}
      >
        <X />
      </button>
    </section>
  );
}
