import { Button, Form, Input } from "antd";
import { CircleCheck, Mail, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Setup } from "@/app/types";
import { Notice, ProblemNotice } from "@/parts/Problem";
import { useTryMail } from "../data";

/** How mail goes out, and a trial of it: without mail nobody gets the code to sign in by. */
export function TryMail({ mail }: { mail: Setup["mail"] }) {
  const { t } = useTranslation("shops");
  const form = Form.useFormInstance();
  const act = useTryMail();
  const [to, setTo] = useState("");
  const send = () =>
    void form.validateFields(["code"]).then(
      ({ code }) => act.mutate({ code, to: to.trim() }),
      () => undefined, // the field itself says that it is missing
    );
  if (mail === "none") return <Notice icon={<TriangleAlert />} head={t("setup.mail_none")} />;
  if (mail === "mailbox") return <Notice tone="calm" icon={<Mail />} head={t("setup.mail_mailbox")} />;
  return (
    <div className="col" style={{ gap: 8 }}>
      <span className="t2">{t("setup.mail_smtp")}</span>
      <span className="row wrap">
        <Input
          value={to}
          onChange={({ target }) => setTo(target.value)}
          aria-label={t("setup.try_to")}
          placeholder={t("setup.try_to")}
          maxLength={254}
          inputMode="email"
          style={{ maxWidth: 280 }}
        />
        <Button onClick={send} disabled={!to.includes("@")} loading={act.isPending}>
          {t("setup.try")}
        </Button>
      </span>
      {act.isSuccess && <Notice tone="calm" icon={<CircleCheck />} head={t("setup.tried", { to: act.variables.to })} />}
      {act.error ? <ProblemNotice error={act.error} /> : null}
    </div>
  );
}
