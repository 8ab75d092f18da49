import { App } from "antd";
import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { grouped } from "@/app/format";
import css from "./Bits.module.css";

/** A number read aloud in fours; what is copied has no spaces, also when it is marked by hand. */
export function OrderNumber({ number, copy = false }: { number: string; copy?: boolean }) {
  const { t } = useTranslation("parts");
  const { message } = App.useApp();
  const text = (
    <span
      className="nw"
      onCopy={(event) => {
        event.preventDefault();
        event.clipboardData.setData("text/plain", (document.getSelection()?.toString() ?? number).replace(/\s/g, ""));
      }}
    >
      {grouped(number)}
    </span>
  );
  if (!copy) return text;
  return (
    <>
      {text}
      <button
        type="button"
        className={css.copy}
        aria-label={t("number.copy", { number: grouped(number) })}
        title={t("number.copy_short")}
        onClick={() => void navigator.clipboard.writeText(number).then(() => message.success(t("number.copied")))}
      >
        <Copy />
      </button>
    </>
  );
}
