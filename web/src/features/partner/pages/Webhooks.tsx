import { Button } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { counted, tableMoment } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { Webhook } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { PagedTable } from "@/parts/PagedTable";
import { PageHead } from "@/parts/PageHead";
import { PageProblem } from "@/parts/Problem";
import { useMakeWebhook, useWebhooks } from "../data";
import { SecretShown } from "../parts/Secret";
import { KindsText, Standing } from "../parts/Standing";
import { WebhookForm } from "../parts/WebhookForm";
import css from "../parts/Webhooks.module.css";

/** The programs that a shop tells what happens. */
export default function Webhooks() {
  const { t } = useTranslation("partner");
  const { shopId = "" } = useParams();
  const language = useLanguage();
  const go = useNavigate();
  const [query, setQuery] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const answer = useWebhooks(shopId, query.get("cursor") ?? "");
  const make = useMakeWebhook(shopId);
  const [made, setMade] = useState<Webhook | null>(null);
  const columns = useColumns();
  if (answer.error) return <PageProblem error={answer.error} retry={() => void answer.refetch()} />;
  const add = (
    <Button type="primary" icon={<Plus />} onClick={() => setAdding(true)}>
      {t("list.add")}
    </Button>
  );
  return (
    <div className="col" style={{ gap: 14, maxWidth: 1184 }}>
      <PageHead title={t("list.title")} acts={answer.data?.items.length ? add : null} />
      <p className="t2 s13">{t("list.about")}</p>
      <section className="card" style={{ overflow: "clip" }}>
        <PagedTable
          answer={answer}
          told={({ total }) => t("list.count", counted(total, language))}
          turn={(cursor) => setQuery({ cursor })}
          columns={columns}
          open={({ id }) => void go(id)}
          card={(webhook) => <WebhookCard webhook={webhook} />}
          empty={<Empty fact={t("list.none")} next={t("list.none_next")} act={add} />}
        />
      </section>
      <WebhookForm
        title={t("list.add")}
        go={t("form.add")}
        first={{ url: "", kinds: [] }}
        open={adding}
        close={() => setAdding(false)}
        act={{
          ...make,
          mutate: (webhook) =>
            make.mutate(webhook, {
              onSuccess: (answer) => {
                setAdding(false);
                setMade(answer);
              },
            }),
        }}
      />
      <SecretShown secret={made?.secret ?? null} close={() => void go(made?.id ?? "")} />
    </div>
  );
}

function WebhookCard({ webhook }: { webhook: Webhook }) {
  return (
    <Link to={webhook.id} className={css.card}>
      <Standing webhook={webhook} />
      <span className={`w5 ${css.url}`}>{webhook.url}</span>
      <span className="s12 t3">
        <KindsText kinds={webhook.kinds} />
      </span>
    </Link>
  );
}

function useColumns(): Columns<Webhook> {
  const { t } = useTranslation("partner");
  const when = useWhen();
  return [
    {
      key: "url",
      title: t("list.url"),
      render: (_, webhook) => (
        <>
          <Link to={webhook.id} className="w5 el" style={{ display: "block" }} title={webhook.url}>
            {webhook.url}
          </Link>
          <div className="s12 t3 el">
            <KindsText kinds={webhook.kinds} />
          </div>
        </>
      ),
    },
    { key: "state", title: t("list.state"), width: 220, render: (_, webhook) => <Standing webhook={webhook} /> },
    {
      key: "made",
      title: t("list.made"),
      width: 150,
      render: (_, webhook) => <span className="t2 nw">{tableMoment(Date.parse(webhook.made_at), when)}</span>,
    },
    {
      key: "act",
      title: <span className="hidden-visually">{t("list.log")}</span>,
      width: 110,
      align: "right",
      render: (_, webhook) => (
        <Link className="link" to={webhook.id} aria-label={t("list.log_of", { url: webhook.url })}>
          {t("list.log")}
        </Link>
      ),
    },
  ];
}
