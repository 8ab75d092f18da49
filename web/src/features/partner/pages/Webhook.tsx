import { App, Button, Dropdown } from "antd";
import { CircleSlash, Ellipsis, KeyRound, Pause, Pencil, Send, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useReal } from "@/app/real";
import type { Webhook as Shown } from "@/app/types";
import { PageHead } from "@/parts/PageHead";
import { Notice, PageProblem, ProblemNotice } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { Tag } from "@/parts/Tag";
import { Why } from "@/parts/why/Why";
import { useChangeWebhook, usePing, useRemoveWebhook, useRotateSecret, useSwitch, useWebhook } from "../data";
import { DeliveryDrawer } from "../parts/DeliveryDrawer";
import { Log } from "../parts/Log";
import { SecretShown } from "../parts/Secret";
import { Standing, useKindSays } from "../parts/Standing";
import { standing } from "../parts/state";
import { WebhookForm } from "../parts/WebhookForm";
import css from "../parts/Webhooks.module.css";

/** One webhook: how it does, what it is told, and the log of what it was told. */
export default function Webhook() {
  const { webhookId = "" } = useParams();
  const { data, error, refetch } = useWebhook(webhookId);
  if (error && !data) return <PageProblem error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Whole key={data.id} webhook={data} />;
}

function Whole({ webhook }: { webhook: Shown }) {
  const { t } = useTranslation("partner");
  const { shopId = "" } = useParams();
  const acts = useActs(webhook, shopId);
  const says = useKindSays();
  const real = useReal();
  return (
    <div className="col" style={{ gap: 14, maxWidth: 1184 }}>
      <PageHead
        title={webhook.url}
        above={
          <Link className="link s12" to="..">
            {t("list.title")}
          </Link>
        }
        beside={standing(webhook) !== "failing" && <Standing webhook={webhook} />}
        acts={<Acts webhook={webhook} acts={acts} />}
      />
      {acts.failed && <ProblemNotice error={acts.failed} />}
      <Findings webhook={webhook} />
      <section className="card pad col" style={{ gap: 10 }} aria-label={t("one.told")}>
        <h2>{t("one.told")}</h2>
        <ul className={css.told}>
          {webhook.kinds.map((kind) => (
            <li key={kind}>
              <Tag tall>{says(kind)}</Tag>
            </li>
          ))}
        </ul>
        {webhook.old_secret_until && (
          <p className="s13 t2">{t("one.old_secret", { until: real(webhook.old_secret_until) })}</p>
        )}
      </section>
      <Log webhook={webhook} />
      <DeliveryDrawer webhook={webhook} shop={shopId} />
      <WebhookForm
        title={t("act.change")}
        go={t("form.save")}
        first={{ url: webhook.url, kinds: webhook.kinds }}
        open={acts.changing}
        close={() => acts.setChanging(false)}
        act={{
          ...acts.change,
          mutate: (wanted) => acts.change.mutate(wanted, { onSuccess: () => acts.setChanging(false) }),
        }}
      />
      <SecretShown secret={acts.rotate.data?.secret ?? null} close={() => acts.rotate.reset()} />
    </div>
  );
}

/** Why it is silent, or that it has not answered well. */
function Findings({ webhook }: { webhook: Shown }) {
  const { t } = useTranslation("partner");
  const real = useReal();
  if (webhook.state === "off") {
    return (
      <Notice
        tone={webhook.why ? "warn" : "quiet"}
        icon={<Pause />}
        head={t(webhook.why ? "one.given_up" : "one.off")}
        act={webhook.why && <Why decision={webhook.why} />}
      >
        {t("one.off_next")}
      </Notice>
    );
  }
  if (!webhook.failing_since) return null;
  return (
    <Notice
      icon={<TriangleAlert />}
      head={t("one.failing", { since: real(webhook.failing_since) })}
      act={<Why rule="partner.webhooks.switched_off_after">{t("one.failing_rule")}</Why>}
    >
      {t("one.failing_next")}
    </Notice>
  );
}

/** All that can be done with it; each says what came of it. */
function useActs(webhook: Shown, shop: string) {
  const { t } = useTranslation(["partner", "app"]);
  const { modal, message } = App.useApp();
  const go = useNavigate();
  const [changing, setChanging] = useState(false);
  const change = useChangeWebhook(shop, webhook.id);
  const turn = useSwitch(shop, webhook.id);
  const rotate = useRotateSecret(shop, webhook.id);
  const remove = useRemoveWebhook(shop, webhook.id);
  const ping = usePing(webhook.id);
  const cancelText = t("app:act.cancel");
  const quietly = () => undefined; // what was refused is shown on the page
  return {
    change,
    changing,
    setChanging,
    rotate,
    ping,
    turn,
    failed: turn.error ?? rotate.error ?? remove.error ?? ping.error,
    trial: () => ping.mutate(null, { onSuccess: () => void message.success(t("done.trial")) }),
    switchOn: () => turn.mutate(true, { onSuccess: () => void message.success(t("done.on")) }),
    switchOff: () =>
      modal.confirm({
        title: t("off.title"),
        content: t("off.what"),
        okText: t("act.off"),
        cancelText,
        onOk: () => turn.mutateAsync(false).catch(quietly),
      }),
    newSecret: () =>
      modal.confirm({
        title: t("secret.ask"),
        content: (
          <>
            {t("secret.ask_what")} <Why rule="partner.webhooks.secret_overlap">{t("secret.overlap")}</Why>
          </>
        ),
        okText: t("act.secret"),
        cancelText,
        onOk: () => rotate.mutateAsync(null).catch(quietly),
      }),
    end: () =>
      modal.confirm({
        title: t("end.title"),
        content: t("end.what"),
        okText: t("act.end"),
        okButtonProps: { danger: true },
        cancelText,
        onOk: () =>
          remove
            .mutateAsync(null)
            .then(() => void go(`/s/${shop}/webhooks`))
            .catch(quietly),
      }),
  };
}

function Acts({ webhook, acts }: { webhook: Shown; acts: ReturnType<typeof useActs> }) {
  const { t } = useTranslation(["partner", "app"]);
  const may = (verb: string) => webhook.verbs.some((one) => one.verb === verb && one.allowed);
  const items = [
    { key: "change", icon: <Pencil />, label: t("act.change"), onClick: () => acts.setChanging(true) },
    { key: "secret", icon: <KeyRound />, label: t("act.secret"), onClick: acts.newSecret },
    may("switch_off") && { key: "off", icon: <Pause />, label: t("act.off"), onClick: acts.switchOff },
    may("remove") && { key: "end", icon: <CircleSlash />, label: t("act.end"), danger: true, onClick: acts.end },
  ].filter((item) => item !== false);
  return (
    <>
      {may("switch_on") ? (
        <Button type="primary" loading={acts.turn.isPending} onClick={acts.switchOn}>
          {t("act.on")}
        </Button>
      ) : (
        <Button icon={<Send />} loading={acts.ping.isPending} onClick={acts.trial}>
          {t("act.trial")}
        </Button>
      )}
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <Button icon={<Ellipsis />} aria-label={t("app:act.more")} />
      </Dropdown>
    </>
  );
}
