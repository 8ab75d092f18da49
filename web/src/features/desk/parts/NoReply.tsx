import { Button } from "antd";
import { BellOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { NoReply as Reason } from "@/app/types";
import { ProblemNotice } from "@/parts/Problem";
import { Sheet } from "@/parts/Sheet";
import { Tag } from "@/parts/Tag";
import { useNoReply } from "../data";
import css from "./Replies.module.css";

export const REASONS: readonly Reason[] = ["thanks", "settled_elsewhere", "by_mistake", "advertising"];
type Props = { shop: string; session: { id: string; response: string; answered_at: string | null } };

/** While the first answer is waited for: mark the session as needing none, and say why. */
export function NoReply({ shop, session }: Props) {
  const { t } = useTranslation("desk");
  const mark = useNoReply(shop);
  if (session.response === "left_out") return <Tag>{t("response.left_out")}</Tag>;
  if (session.response !== "waiting" || session.answered_at) return null;
  return (
    <Sheet
      label={t("response.no_reply")}
      width={320}
      placement="bottomRight"
      trigger={<Button icon={<BellOff />} aria-label={t("response.no_reply")} title={t("response.no_reply")} />}
      content={(close) => (
        <div className={css.reasons}>
          <h2>{t("response.no_reply")}</h2>
          <p className="s13 t2">{t("response.no_reply_what")}</p>
          {mark.error && <ProblemNotice error={mark.error} />}
          {REASONS.map((reason) => (
            <Button
              key={reason}
              block
              loading={mark.isPending && mark.variables.reason === reason}
              onClick={() => mark.mutate({ session: session.id, reason }, { onSuccess: close })}
            >
              {t(`response.reason.${reason}`)}
            </Button>
          ))}
        </div>
      )}
    />
  );
}
