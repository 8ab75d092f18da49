import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import type { Me } from "@/app/types";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { type SecondWanted, useSecond } from "../data";
import { PasskeyButton } from "./PasskeyButton";

/** The first factor was right; now the authenticator's code, a recovery code, or a passkey. */
export function Second({ wanted, done, back }: { wanted: SecondWanted; done: (me: Me) => void; back: () => void }) {
  const { t } = useTranslation("identity");
  const give = useSecond();
  const [form] = Form.useForm<{ code: string }>();
  const left = useOnFields(form, give.error, ["code"]);
  const coded = wanted.ways.includes("totp") || wanted.ways.includes("recovery");
  return (
    <>
      <h1>{t("second.title")}</h1>
      <p className="t2" style={{ marginBottom: 20 }}>
        {t(wanted.ways.includes("totp") ? "second.about_app" : "second.about_passkey")}
      </p>
      {coded && (
        <Form
          form={form}
          layout="vertical"
          onFinish={({ code }) => give.mutate({ token: wanted.token, code: code.trim() }, { onSuccess: done })}
        >
          <Form.Item
            name="code"
            label={t(wanted.ways.includes("totp") ? "second.code" : "second.recovery")}
            rules={[{ required: true, whitespace: true, min: 6, message: t("second.needs") }]}
          >
            <Input size="large" autoFocus autoComplete="one-time-code" maxLength={20} />
          </Form.Item>
          {left ? <ProblemNotice error={left} /> : null}
          <Button
            type="primary"
            size="large"
            block
            htmlType="submit"
            loading={give.isPending}
            style={{ marginTop: left ? 12 : 0 }}
          >
            {t("code.enter")}
          </Button>
        </Form>
      )}
      {wanted.ways.includes("passkey") && <PasskeyButton done={done} />}
      <div className="row sb s13" style={{ marginTop: 16 }}>
        <button type="button" className="link" onClick={back}>
          {t("second.back")}
        </button>
      </div>
    </>
  );
}
