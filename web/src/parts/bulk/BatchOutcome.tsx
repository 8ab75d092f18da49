import { Button } from "antd";
import { CircleCheck, FileDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Outcome } from "@/app/data";
import { grouped } from "@/app/format";
import { Notice } from "../Problem";
import { Why } from "../why/Why";
import css from "./BulkBar.module.css";

/** What became of a batch: its paper to open, and each order that was left out, with its reason. */
export function BatchOutcome({ outcome, rows }: { outcome: Outcome; rows: { id: string; number: string }[] }) {
  const { t } = useTranslation("orders");
  const { act, done, refused, document } = outcome;
  const name = (id: string) => grouped(rows.find((row) => row.id === id)?.number ?? "");
  const head =
    refused.length > 0
      ? t("batch.partly", { done: done.length, refused: refused.length })
      : t(`batch.done_${act}`, { count: done.length });
  return (
    <Notice
      tone={refused.length > 0 ? "warn" : "calm"}
      icon={<CircleCheck />}
      head={head}
      act={
        document && (
          <Button size="small" icon={<FileDown />} href={document} download>
            {t("batch.open")}
          </Button>
        )
      }
    >
      {refused.length > 0 && (
        <ul className={css.refused}>
          {refused.map(({ id, detail, why }) => (
            <li key={id} className="row">
              <span className="nw">{name(id)}</span>
              <span className="grow">{detail}</span>
              {why && <Why decision={why} />}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
