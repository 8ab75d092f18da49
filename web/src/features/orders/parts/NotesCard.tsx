import { Button, Input } from "antd";
import { StickyNote } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Order } from "@/app/types";
import { may } from "@/parts/bulk/verbs";
import { ProblemNotice } from "@/parts/Problem";
import { useNote } from "../data";

/** What the buyer asked for, and what the shop wrote down for itself. */
export function NotesCard({ order }: { order: Order }) {
  const { t } = useTranslation("orders");
  return (
    <section className="card pad col" style={{ gap: 10 }}>
      <h2>{t("notes.title")}</h2>
      {order.note && (
        <p className="s13 warn row" style={{ alignItems: "flex-start" }}>
          <StickyNote style={{ marginTop: 2 }} />
          <span>{order.note}</span>
        </p>
      )}
      <OwnNote order={order} text={order.shop_note} empty={t("notes.none")} label={t("notes.own")} />
    </section>
  );
}

/** A note of the reader's own, changed in place; what was typed is never lost to an error. */
export function OwnNote({ order, text, empty, label }: { order: Order; text: string; empty: string; label: string }) {
  const { t } = useTranslation(["orders", "app"]);
  const [draft, setDraft] = useState<string | null>(null);
  const note = useNote(order);
  const editable = may(order, "write_note");
  if (draft === null) {
    return (
      <div className="row s13">
        <span className={`grow ${text ? "t2" : "t3"}`} style={{ overflowWrap: "anywhere" }}>
          {text || empty}
        </span>
        {editable && (
          <button type="button" className="link s12" aria-label={label} onClick={() => setDraft(text)}>
            {text ? t("app:act.edit") : t(order.view === "buyer" ? "notes.write_buyer" : "notes.write")}
          </button>
        )}
      </div>
    );
  }
  return (
    <div className="col" style={{ gap: 8 }}>
      <Input.TextArea
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={500}
        aria-label={label}
        autoFocus
      />
      {note.error && <ProblemNotice error={note.error} />}
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <Button size="small" onClick={() => setDraft(null)}>
          {t("app:act.cancel")}
        </Button>
        <Button
          size="small"
          type="primary"
          loading={note.isPending}
          onClick={() => note.mutate(draft.trim(), { onSuccess: () => setDraft(null) })}
        >
          {t("app:act.save")}
        </Button>
      </div>
    </div>
  );
}
