import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import css from "./Phone.module.css";

/** The head of a page deeper in, on a phone: the way back and the title. `over` floats on the page's picture. */
export function PhoneHead({
  title,
  up,
  over = false,
  acts,
}: {
  title: string;
  up: string;
  over?: boolean;
  acts?: ReactNode;
}) {
  const { t } = useTranslation();
  const go = useNavigate();
  const { key } = useLocation();
  return (
    <div className={`narrow-only ${css.head} ${over ? css.over : ""}`}>
      <button type="button" onClick={() => void (key === "default" ? go(up) : go(-1))} aria-label={t("act.back")}>
        <ChevronLeft className="big" />
      </button>
      {over ? <span className="grow" /> : <b className="grow el">{title}</b>}
      <span className={css.acts}>{acts}</span>
    </div>
  );
}

/** The page's acts in a bar above the safe area, on a phone. */
export function PhoneBar({ children }: { children: ReactNode }) {
  return <div className={`narrow-only ${css.bar}`}>{children}</div>;
}
