import { Button, Form, Input, Modal } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReal } from "@/app/real";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import {
  type Security,
  useAddPasskey,
  useBeginAuthenticator,
  useConfirmAuthenticator,
  useRecoveryCodes,
  useRemoveAuthenticator,
  useRemovePasskey,
  useRemovePassword,
  useSetPassword,
} from "../data";
import css from "./Bare.module.css";
import { PasskeyProblem } from "./PasskeyButton";
import { passkeysHere } from "./passkey";
import { CodesShown } from "./RecoveryCodes";

type CardProps = { id: string; title: string; state: ReactNode; about: string; acts: ReactNode; children?: ReactNode };

function Card({ id, title, state, about, acts, children }: CardProps) {
  return (
    <section className={`card ${css.factor}`} aria-labelledby={id}>
      <div className="row wrap">
        <h2 id={id} className="grow">
          {title} <span className="s13 t3">{state}</span>
        </h2>
        <div className="row wrap" style={{ gap: 8 }}>
          {acts}
        </div>
      </div>
      <p className="t2">{about}</p>
      {children}
    </section>
  );
}

export function PasswordCard({ since, shortest, fresh }: { since: string | null; shortest: number; fresh: boolean }) {
  const { t } = useTranslation("identity");
  const real = useReal();
  const [open, setOpen] = useState(false);
  const set = useSetPassword();
  const remove = useRemovePassword();
  const [form] = Form.useForm<{ password: string }>();
  const left = useOnFields(form, set.error, ["password"]);
  return (
    <Card
      id="card-password"
      title={t("password.title")}
      state={since ? t("security.since", { when: real(since) }) : t("security.none")}
      about={t("password.about")}
      acts={
        <>
          {since && (
            <Button disabled={!fresh} loading={remove.isPending} onClick={() => remove.mutate(null)}>
              {t("password.remove")}
            </Button>
          )}
          <Button type={since ? "default" : "primary"} disabled={!fresh} onClick={() => setOpen(true)}>
            {t(since ? "password.change" : "password.set")}
          </Button>
        </>
      }
    >
      {remove.error && <ProblemNotice error={remove.error} />}
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={t(since ? "password.change" : "password.set")}
        afterClose={() => {
          set.reset();
          form.resetFields();
        }}
        destroyOnHidden
      >
        <Form
          form={form}
          layout="vertical"
          onFinish={({ password }) => set.mutate(password, { onSuccess: () => setOpen(false) })}
        >
          <Form.Item
            name="password"
            label={t("password.new")}
            extra={t("password.hint", { shortest })}
            rules={[{ required: true, min: shortest, message: t("password.hint", { shortest }) }]}
          >
            <Input.Password size="large" autoFocus autoComplete="new-password" maxLength={1000} />
          </Form.Item>
          {left ? <ProblemNotice error={left} /> : null}
          <Button type="primary" size="large" block htmlType="submit" loading={set.isPending}>
            {t("password.save")}
          </Button>
        </Form>
      </Modal>
    </Card>
  );
}

export function PasskeysCard({ passkeys, fresh }: { passkeys: Security["passkeys"]; fresh: boolean }) {
  const { t } = useTranslation("identity");
  const real = useReal();
  const [open, setOpen] = useState(false);
  const [codes, setCodes] = useState<string[]>([]);
  const add = useAddPasskey();
  const remove = useRemovePasskey();
  const here = passkeysHere();
  const keep = (name: string) =>
    add.mutate(name.trim(), {
      onSuccess: ({ recovery_codes }) => {
        setOpen(false);
        setCodes(recovery_codes);
      },
    });
  return (
    <Card
      id="card-passkeys"
      title={t("passkey.title")}
      state={passkeys.length === 0 && t("security.none")}
      about={t(here ? "passkey.about" : "passkey.not_here")}
      acts={
        here && (
          <Button type={passkeys.length ? "default" : "primary"} disabled={!fresh} onClick={() => setOpen(true)}>
            {t("passkey.add")}
          </Button>
        )
      }
    >
      {remove.error && <ProblemNotice error={remove.error} />}
      <ul className={css.rows}>
        {passkeys.map((one) => (
          <li key={one.id}>
            <span className="grow">
              <b>{one.name}</b>
              <span className="s12 t3" style={{ display: "block" }}>
                {t("passkey.since", { when: real(one.made_at) })}
                {one.used_at && ` · ${t("passkey.used", { when: real(one.used_at) })}`}
              </span>
            </span>
            <button
              type="button"
              className="link s13"
              disabled={!fresh || remove.isPending}
              onClick={() => remove.mutate(one.id)}
              aria-label={t("passkey.remove_one", { name: one.name })}
            >
              {t("passkey.remove")}
            </button>
          </li>
        ))}
      </ul>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={t("passkey.add")}
        afterClose={() => add.reset()}
        destroyOnHidden
      >
        <Form layout="vertical" onFinish={({ name }: { name: string }) => keep(name)}>
          <Form.Item
            name="name"
            label={t("passkey.name")}
            extra={t("passkey.name_hint")}
            rules={[{ required: true, whitespace: true, message: t("passkey.needs") }]}
          >
            <Input size="large" autoFocus maxLength={60} />
          </Form.Item>
          {add.error && <PasskeyProblem error={add.error} />}
          <Button
            type="primary"
            size="large"
            block
            htmlType="submit"
            loading={add.isPending}
            style={{ marginTop: add.error ? 12 : 0 }}
          >
            {t("passkey.go")}
          </Button>
        </Form>
      </Modal>
      <CodesShown codes={codes} close={() => setCodes([])} />
    </Card>
  );
}

export function AppCard({ since, fresh }: { since: string | null; fresh: boolean }) {
  const { t } = useTranslation("identity");
  const real = useReal();
  const begin = useBeginAuthenticator();
  const confirm = useConfirmAuthenticator();
  const remove = useRemoveAuthenticator();
  const [codes, setCodes] = useState<string[]>([]);
  const [form] = Form.useForm<{ code: string }>();
  const left = useOnFields(form, confirm.error, ["code"]);
  const failed = begin.error ?? remove.error;
  return (
    <Card
      id="card-app"
      title={t("app.title")}
      state={since ? t("security.since", { when: real(since) }) : t("security.none")}
      about={t("app.about")}
      acts={
        since ? (
          <Button disabled={!fresh} loading={remove.isPending} onClick={() => remove.mutate(null)}>
            {t("app.remove")}
          </Button>
        ) : (
          <Button disabled={!fresh} loading={begin.isPending} onClick={() => begin.mutate(null)}>
            {t("app.add")}
          </Button>
        )
      }
    >
      {failed && <ProblemNotice error={failed} />}
      <Modal
        open={Boolean(begin.data)}
        onCancel={() => begin.reset()}
        footer={null}
        title={t("app.add")}
        afterClose={() => confirm.reset()}
        destroyOnHidden
      >
        <p className="t2">{t("app.scan")}</p>
        {begin.data && <img src={begin.data.qr} alt={t("app.qr")} className={css.qr} />}
        <p className="s13 t2">
          {t("app.secret")} <code className={css.secret}>{begin.data?.secret.match(/.{1,4}/g)?.join(" ")}</code>
        </p>
        <Form
          form={form}
          layout="vertical"
          style={{ marginTop: 16 }}
          onFinish={({ code }) =>
            confirm.mutate(code.trim(), {
              onSuccess: ({ recovery_codes }) => {
                begin.reset();
                setCodes(recovery_codes);
              },
            })
          }
        >
          <Form.Item name="code" label={t("app.code")} rules={[{ required: true, len: 6, message: t("app.needs") }]}>
            <Input size="large" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
          </Form.Item>
          {left ? <ProblemNotice error={left} /> : null}
          <Button type="primary" size="large" block htmlType="submit" loading={confirm.isPending}>
            {t("app.go")}
          </Button>
        </Form>
      </Modal>
      <CodesShown codes={codes} close={() => setCodes([])} />
    </Card>
  );
}

export function RecoveryCard({ left, fresh }: { left: number; fresh: boolean }) {
  const { t } = useTranslation("identity");
  const make = useRecoveryCodes();
  return (
    <Card
      id="card-recovery"
      title={t("recovery.title")}
      state={t("recovery.left", { count: left })}
      about={t("recovery.about")}
      acts={
        <Button disabled={!fresh} loading={make.isPending} onClick={() => make.mutate(null)}>
          {t("recovery.make")}
        </Button>
      }
    >
      {make.error && <ProblemNotice error={make.error} />}
      <CodesShown codes={make.data?.recovery_codes ?? []} close={() => make.reset()} />
    </Card>
  );
}
