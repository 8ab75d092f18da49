import { Button, Form } from "antd";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { useSetClosing } from "../data";
import css from "./Replies.module.css";
import { Worded } from "./ReplyForm";
import { ReplyText } from "./ReplyText";

type Props = { shop: string; text: string | null; may: boolean };

/** The phrase with which the shop ends its sessions. */
export function ClosingCard({ shop, text, may }: Props) {
  const { t } = useTranslation(["desk", "app"]);
  const [editing, setEditing] = useState(false);
  const set = useSetClosing(shop);
  return (
    <section className="card" aria-label={t("reply.closing")}>
      <div className={css.kept}>
        <div className="grow">
          <h2>{t("reply.closing")}</h2>
          <p className="s12 t3">{t("reply.closing_about")}</p>
          {!editing && (
            <span className={css.said}>{text === null ? t("reply.closing_none") : <ReplyText text={text} />}</span>
          )}
          {editing && <Edit text={text} set={set} close={() => setEditing(false)} />}
        </div>
        {may && !editing && (
          <Button icon={<Pencil />} onClick={() => setEditing(true)}>
            {t("reply.edit")}
          </Button>
        )}
      </div>
    </section>
  );
}

function Edit({ text, set, close }: { text: string | null; set: ReturnType<typeof useSetClosing>; close: () => void }) {
  const { t } = useTranslation(["desk", "app"]);
  const [form] = Form.useForm<{ text: string }>();
  const left = useOnFields(form, set.error, ["text"]);
  const save = (wanted: string | null) => set.mutate(wanted, { onSuccess: close });
  return (
    <Form
      form={form}
      layout="vertical"
      style={{ marginTop: 10 }}
      initialValues={{ text: text ?? "" }}
      onFinish={(given) => save(given.text.trim())}
    >
      <Form.Item
        name="text"
        label={t("reply.text")}
        rules={[{ required: true, whitespace: true, message: t("reply.needs_text") }]}
      >
        <Worded variables={["shop"]} />
      </Form.Item>
      {left ? <ProblemNotice error={left} /> : null}
      <span className="row wrap">
        <Button type="primary" htmlType="submit" loading={set.isPending}>
          {t("reply.save")}
        </Button>
        {text !== null && <Button onClick={() => save(null)}>{t("reply.closing_off")}</Button>}
        <Button type="text" onClick={close}>
          {t("app:act.cancel")}
        </Button>
      </span>
    </Form>
  );
}
