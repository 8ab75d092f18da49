import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import css from "./Bare.module.css";

/** Recovery codes, shown this once. */
export function CodesShown({ codes, close }: { codes: string[]; close: () => void }) {
  const { t } = useTranslation("identity");
  return (
    <Modal
      open={codes.length > 0}
      onCancel={close}
      title={t("recovery.shown")}
      footer={
        <Button type="primary" onClick={close}>
          {t("recovery.kept")}
        </Button>
      }
    >
      <p className="t2">{t("recovery.keep")}</p>
      <ul className={css.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
