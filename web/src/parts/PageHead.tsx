import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useInstallation } from "@/app/data";
import css from "./Bits.module.css";

/** Say in the browser's title where the reader is. */
export function useTitle(title: string): void {
  const { t } = useTranslation();
  const { data } = useInstallation();
  const name = data?.set_up ? data.name : t("name");
  useEffect(() => {
    document.title = title ? `${title} · ${name}` : name;
  }, [title, name]);
}

/** The page's one h1, what stands beside it, and its acts at the right. */
export function PageHead({
  title,
  beside,
  acts,
  above,
}: {
  title: string;
  beside?: ReactNode;
  acts?: ReactNode;
  above?: ReactNode;
}) {
  useTitle(title);
  return (
    <div className={css.head}>
      <div>
        {above && <div className="s12 t3">{above}</div>}
        <div className="row wrap" style={{ gap: 10 }}>
          <h1>{title}</h1>
          {beside}
        </div>
      </div>
      {acts && <div className="row">{acts}</div>}
    </div>
  );
}
