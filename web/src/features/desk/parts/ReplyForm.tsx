import { AutoComplete, Button, Form, Input, type InputRef, Modal } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Replies, Reply } from "@/app/types";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { useAddReply, useChangeReply } from "../data";
import type { Variable } from "./replies";

type Fields = { title: string; text: string; shortcut: string; folder: string };
type Props = { shop: string; whose: "mine" | "shop"; reply: Reply | null; all: Replies; close: () => void };

/** A quick reply is written, or changed. */
export function ReplyForm({ shop, whose, reply, all, close }: Props) {
  const { t } = useTranslation(["desk", "app"]);
  const [form] = Form.useForm<Fields>();
  const add = useAddReply(shop);
  const change = useChangeReply(shop);
  const act = reply ? change : add;
  const left = useOnFields(form, act.error, ["title", "text", "shortcut", "folder"]);
  const folders = [...new Set(all[whose].map(({ folder }) => folder).filter(Boolean))];
  const save = ({ title, text, shortcut = "", folder = "" }: Fields) => {
    const content = { title, text, shortcut, folder };
    if (reply) change.mutate({ id: reply.id, ...content }, { onSuccess: close });
    else add.mutate({ whose, ...content }, { onSuccess: close });
  };
  return (
    <Modal
      open
      onCancel={close}
      title={t(reply ? "reply.edit" : "reply.add")}
      width={560}
      okText={t("reply.save")}
      cancelText={t("app:act.cancel")}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={reply ?? { title: "", text: "", shortcut: "", folder: "" }}
        onFinish={save}
      >
        <Form.Item
          name="title"
          label={t("reply.name")}
          rules={[{ required: true, whitespace: true, message: t("reply.needs_name") }]}
        >
          <Input autoFocus maxLength={40} />
        </Form.Item>
        <Form.Item
          name="shortcut"
          label={t("reply.shortcut")}
          extra={t("reply.shortcut_hint")}
          rules={[{ pattern: /^(\/[^\s/{}]{1,19})?$/, message: t("reply.needs_shortcut") }]}
        >
          <Input maxLength={20} spellCheck={false} autoComplete="off" />
        </Form.Item>
        <Form.Item name="folder" label={t("reply.folder")}>
          <AutoComplete maxLength={40} options={folders.map((value) => ({ value }))} />
        </Form.Item>
        <Form.Item
          name="text"
          label={t("reply.text")}
          extra={t("reply.text_hint")}
          rules={[{ required: true, whitespace: true, message: t("reply.needs_text") }]}
        >
          <Worded variables={all.variables as Variable[]} />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}

type WordedProps = { id?: string; value?: string; onChange?: (text: string) => void; variables: readonly Variable[] };

/** A text in which variables may stand; a click puts one where the cursor is. */
export function Worded({ id, value = "", onChange, variables }: WordedProps) {
  const { t } = useTranslation("desk");
  const area = useRef<InputRef>(null);
  const insert = (name: Variable) => {
    const box = document.getElementById(id ?? "") as HTMLTextAreaElement | null;
    const [from, to] = [box?.selectionStart ?? value.length, box?.selectionEnd ?? value.length];
    onChange?.(`${value.slice(0, from)}{${name}}${value.slice(to)}`);
    const end = from + name.length + 2;
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(end, end);
    });
  };
  return (
    <div className="col" style={{ gap: 8 }}>
      <Input.TextArea
        id={id}
        ref={area}
        value={value}
        onChange={({ target }) => onChange?.(target.value)}
        autoSize={{ minRows: 3, maxRows: 10 }}
      />
      <span className="row wrap">
        {variables.map((name) => (
          <Button
            key={name}
            size="small"
            aria-label={t("reply.insert", { variable: t(`reply.variable.${name}`) })}
            onClick={() => insert(name)}
          >
            {`{${name}}`} {t(`reply.variable.${name}`)}
          </Button>
        ))}
      </span>
    </div>
  );
}
