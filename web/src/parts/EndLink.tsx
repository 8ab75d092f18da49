import { App } from "antd";
import { useTranslation } from "react-i18next";

type Props = { word: string; label: string; title: string; what: string; end: () => Promise<unknown> };

/** Takes somebody's work here away, once it was asked whether to; a refusal is told by whoever holds the act. */
export function EndLink({ word, label, title, what, end }: Props) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  return (
    <button
      type="button"
      className="link"
      style={{ color: "var(--js-color-error)" }}
      aria-label={label}
      onClick={() =>
        modal.confirm({
          title,
          content: what,
          okText: word,
          okButtonProps: { danger: true },
          cancelText: t("act.cancel"),
          onOk: () => end().catch(() => undefined),
        })
      }
    >
      {word}
    </button>
  );
}
