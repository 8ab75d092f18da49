import { Button, Form, Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { useDemo, useMe } from "@/app/data";
import type { Me } from "@/app/types";
import { useTitle } from "@/parts/PageHead";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { type SecondWanted, useName, usePasswordSignIn, useSendCode, useSignIn, wantsSecond } from "../data";
import css from "../parts/Bare.module.css";
import { landing } from "../parts/landing";
import { PasskeyButton } from "../parts/PasskeyButton";
import { Second } from "../parts/Second";

type Sent = { to: string; masked: string; digits: number; again: number };

/** One field, a code, in; or a password, or a passkey. Someone new is asked what to call them. `again`: to prove oneself anew. */
export default function SignIn() {
  const { t } = useTranslation("identity");
  const go = useNavigate();
  const [query] = useSearchParams();
  const demo = useDemo();
  const { data: me } = useMe();
  const [sent, setSent] = useState<Sent | null>(null);
  const [fresh, setFresh] = useState<Me | null>(null);
  const [wanted, setWanted] = useState<SecondWanted | null>(null);
  const [password, withPassword] = useState(false);
  useTitle(t("sign_in.title"));
  const next = query.get("next");
  const leave = (who: Me) => void go(landing(who, next), { replace: true });
  const entered = (answer: Me | SecondWanted) => {
    if (wantsSecond(answer)) setWanted(answer);
    else if (answer.person?.name) leave(answer);
    else setFresh(answer);
  };
  const restart = () => {
    setWanted(null);
    setSent(null);
  };
  const again = query.has("again");
  if (me?.person && !sent && !fresh && !wanted && !again) return <Navigate to={landing(me, next)} replace />;
  const step = fresh ? (
    <AskName done={() => leave(fresh)} />
  ) : wanted ? (
    <Second wanted={wanted} done={entered} back={restart} />
  ) : sent ? (
    <AskCode sent={sent} back={() => setSent(null)} done={entered} resent={setSent} />
  ) : (
    <>
      {password ? <AskPassword done={entered} /> : <AskWhere sent={setSent} again={again} />}
      <PasskeyButton done={entered} />
      <div className="row sb s13" style={{ marginTop: 16 }}>
        <button type="button" className="link" onClick={() => withPassword(!password)}>
          {t(password ? "sign_in.with_code" : "sign_in.with_password")}
        </button>
      </div>
    </>
  );
  return (
    <div className={css.narrow}>
      <section className={`card ${css.card}`}>{step}</section>
      {demo && (
        <p className="s13 t3" style={{ textAlign: "center", marginTop: 16 }}>
          <Link className="link" to="/demo">
            {t("sign_in.demo")}
          </Link>
        </p>
      )}
    </div>
  );
}

function AskPassword({ done }: { done: (answer: Me | SecondWanted) => void }) {
  const { t } = useTranslation("identity");
  const enter = usePasswordSignIn();
  const [form] = Form.useForm<{ to: string; password: string }>();
  const left = useOnFields(form, enter.error, ["to", "password"]);
  return (
    <Form
      form={form}
      layout="vertical"
      onFinish={({ to, password }) => enter.mutate({ to: to.trim(), password }, { onSuccess: done })}
    >
      <h1>{t("sign_in.title")}</h1>
      <p className="t2" style={{ marginBottom: 20 }}>
        {t("sign_in.about_password")}
      </p>
      <Form.Item
        name="to"
        label={t("sign_in.to")}
        rules={[{ required: true, whitespace: true, message: t("sign_in.needs_to") }]}
      >
        <Input size="large" autoFocus autoComplete="username" inputMode="email" maxLength={254} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t("sign_in.password")}
        rules={[{ required: true, message: t("sign_in.needs_password") }]}
      >
        <Input.Password size="large" autoComplete="current-password" maxLength={1000} />
      </Form.Item>
      {left ? <ProblemNotice error={left} /> : null}
      <Button
        type="primary"
        size="large"
        block
        htmlType="submit"
        loading={enter.isPending}
        style={{ marginTop: left ? 12 : 0 }}
      >
        {t("code.enter")}
      </Button>
    </Form>
  );
}

function AskWhere({ sent, again }: { sent: (sent: Sent) => void; again: boolean }) {
  const { t } = useTranslation("identity");
  const send = useSendCode();
  const [form] = Form.useForm<{ to: string }>();
  const left = useOnFields(form, send.error, ["to"]);
  return (
    <Form
      form={form}
      layout="vertical"
      onFinish={({ to }) =>
        send.mutate(to.trim(), {
          onSuccess: ({ to: masked, digits, resend_after }) =>
            sent({ to: to.trim(), masked, digits, again: resend_after }),
        })
      }
    >
      <h1>{t("sign_in.title")}</h1>
      <p className="t2" style={{ marginBottom: 20 }}>
        {t(again ? "sign_in.about_again" : "sign_in.about")}
      </p>
      <Form.Item
        name="to"
        label={t("sign_in.to")}
        rules={[{ required: true, whitespace: true, message: t("sign_in.needs_to") }]}
      >
        <Input size="large" autoFocus autoComplete="username" inputMode="email" maxLength={254} />
      </Form.Item>
      {left ? <ProblemNotice error={left} /> : null}
      <Button
        type="primary"
        size="large"
        block
        htmlType="submit"
        loading={send.isPending}
        style={{ marginTop: left ? 12 : 0 }}
      >
        {t("sign_in.send")}
      </Button>
    </Form>
  );
}

type CodeProps = {
  sent: Sent;
  back: () => void;
  done: (answer: Me | SecondWanted) => void;
  resent: (sent: Sent) => void;
};

function AskCode({ sent, back, done, resent }: CodeProps) {
  const { t } = useTranslation("identity");
  const signIn = useSignIn();
  const send = useSendCode();
  const [form] = Form.useForm<{ code: string }>();
  const wait = useWait(sent);
  const left = useOnFields(form, signIn.error, ["code"]);
  const enter = (code: string) =>
    signIn.mutate({ to: sent.to, code }, { onSuccess: done, onError: () => form.setFieldValue("code", "") });
  return (
    <>
      <h1>{t("code.title")}</h1>
      <p className="t2" style={{ marginBottom: 20 }}>
        {t("code.sent", { digits: sent.digits, to: sent.masked })}
      </p>
      <Form form={form} layout="vertical" onFinish={({ code }) => enter(code)}>
        <Form.Item
          name="code"
          label={t("code.code")}
          rules={[{ required: true, len: sent.digits, message: t("code.needs", { digits: sent.digits }) }]}
        >
          <Input.OTP
            length={sent.digits}
            size="large"
            autoFocus
            formatter={(text) => text.replace(/\D/g, "")}
            inputMode="numeric"
            autoComplete="one-time-code"
            onChange={enter}
          />
        </Form.Item>
        {left ? <ProblemNotice error={left} /> : null}
        <Button
          type="primary"
          size="large"
          block
          htmlType="submit"
          loading={signIn.isPending}
          style={{ marginTop: left ? 12 : 0 }}
        >
          {t("code.enter")}
        </Button>
      </Form>
      <div className="row sb s13" style={{ marginTop: 16 }}>
        <button type="button" className="link" onClick={back}>
          {t("code.other")}
        </button>
        <button
          type="button"
          className="link"
          disabled={wait > 0 || send.isPending}
          style={wait > 0 ? { color: "var(--js-color-text-tertiary)", cursor: "default" } : undefined}
          onClick={() =>
            send.mutate(sent.to, {
              onSuccess: ({ to, digits, resend_after }) => resent({ ...sent, masked: to, digits, again: resend_after }),
            })
          }
        >
          {wait > 0 ? t("code.again_in", { seconds: wait }) : t("code.again")}
        </button>
      </div>
      {send.error && <ProblemNotice error={send.error} />}
    </>
  );
}

/** Seconds until another code may be asked for, by the real clock. */
function useWait(sent: Sent): number {
  const [left, setLeft] = useState(sent.again);
  useEffect(() => {
    setLeft(sent.again);
    const until = performance.now() + sent.again * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1000))), 500);
    return () => clearInterval(timer);
  }, [sent]);
  return left;
}

function AskName({ done }: { done: () => void }) {
  const { t } = useTranslation("identity");
  const name = useName();
  const [form] = Form.useForm<{ name: string }>();
  const left = useOnFields(form, name.error, ["name"]);
  return (
    <Form form={form} layout="vertical" onFinish={({ name: text }) => name.mutate(text.trim(), { onSuccess: done })}>
      <h1>{t("name.title")}</h1>
      <p className="t2" style={{ marginBottom: 20 }}>
        {t("name.about")}
      </p>
      <Form.Item
        name="name"
        label={t("name.name")}
        rules={[{ required: true, whitespace: true, message: t("name.needs") }]}
      >
        <Input size="large" autoFocus autoComplete="name" maxLength={60} />
      </Form.Item>
      {left ? <ProblemNotice error={left} /> : null}
      <Button type="primary" size="large" block htmlType="submit" loading={name.isPending}>
        {t("name.go")}
      </Button>
    </Form>
  );
}
