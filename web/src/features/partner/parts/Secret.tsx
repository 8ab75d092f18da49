import { App, Button, Modal } from "antd";
import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import css from "./Webhooks.module.css";

/** The secret by which a program knows that it is us. Shown this once; a click beside it does not close it. */
export function SecretShown({ secret, close }: { secret: string | null; close: () => void }) {
  const { t } = useTranslation("partner");
  const { message } = App.useApp();
  return (
    <Modal
      open={secret !== null}
      onCancel={close}
      title={t("secret.title")}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={close}>
          {t("secret.kept")}
        </Button>
      }
    >
      <p className="t2">{t("secret.keep")}</p>
      <div className={css.secret}>
        <code>{secret}</code>
        <Button
          icon={<Copy />}
          onClick={() =>
            void navigator.clipboard.writeText(secret ?? "").then(() => message.success(t("secret.copied")))
          }
        >
          {t("secret.copy")}
        </Button>
      </div>
    </Modal>
  );
}
