import { Checkbox, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { WebhookIn, WebhookKind } from "@/app/types";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { CardSkeleton } from "@/parts/Skeletons";
import { useKinds } from "../data";
import { GROUPS, groupOf } from "./state";
import css from "./Webhooks.module.css";

type Props = {
  title: string;
  go: string;
  /** What stands in the form at first. */
  first: WebhookIn;
  open: boolean;
  close: () => void;
  act: { mutate: (webhook: WebhookIn) => void; error: unknown; isPending: boolean; reset: () => void };
};

/** Where to send, and what: the same for a new one and one that is changed. */
export function WebhookForm({ title, go, first, open, close, act }: Props) {
  const { t } = useTranslation(["partner", "app"]);
  const [form] = Form.useForm<WebhookIn>();
  const left = useOnFields(form, act.error, ["url", "kinds"]);
  return (
    <Modal
      open={open}
      onCancel={close}
      title={title}
      width={640}
      okText={go}
      cancelText={t("app:act.cancel")}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      afterClose={() => act.reset()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={first}
        onFinish={({ url, kinds }) => act.mutate({ url: url.trim(), kinds })}
      >
        <Form.Item
          name="url"
          label={t("form.url")}
          extra={t("form.url_hint")}
          rules={[{ required: true, pattern: /^\s*https?:\/\/\S/i, message: t("form.needs_url") }]}
        >
          <Input autoFocus inputMode="url" maxLength={2000} placeholder="https://" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="kinds"
          label={t("form.kinds")}
          rules={[{ required: true, type: "array", min: 1, message: t("form.needs_kinds") }]}
        >
          <KindsChosen />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}

type Chosen = { id?: string; value?: WebhookKind[]; onChange?: (kinds: WebhookKind[]) => void };

/** Every kind in its sentence, in groups that are chosen whole or in part. */
function KindsChosen({ id, value = [], onChange }: Chosen) {
  const { t } = useTranslation("partner");
  const { data, error, refetch } = useKinds();
  if (error) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!data) return <CardSkeleton />;
  const set = (kinds: WebhookKind[], on: boolean) =>
    onChange?.(on ? [...new Set([...value, ...kinds])] : value.filter((kind) => !kinds.includes(kind)));
  return (
    <div id={id} className={css.kinds} tabIndex={-1}>
      {GROUPS.map((group) => {
        const all = data.filter(({ kind }) => groupOf(kind) === group);
        const names = all.map(({ kind }) => kind);
        const chosen = names.filter((kind) => value.includes(kind)).length;
        return (
          <fieldset key={group} aria-label={t(`group.${group}`)}>
            <Checkbox
              className="w5"
              checked={chosen === names.length}
              indeterminate={chosen > 0 && chosen < names.length}
              onChange={({ target }) => set(names, target.checked)}
            >
              {t("form.all_of", { group: t(`group.${group}`) })}
            </Checkbox>
            <ul>
              {all.map(({ kind, says }) => (
                <li key={kind}>
                  <Checkbox checked={value.includes(kind)} onChange={({ target }) => set([kind], target.checked)}>
                    {says.replace(/[。.]$/, "")} <code className="s12 t3">{kind}</code>
                  </Checkbox>
                </li>
              ))}
            </ul>
          </fieldset>
        );
      })}
    </div>
  );
}
