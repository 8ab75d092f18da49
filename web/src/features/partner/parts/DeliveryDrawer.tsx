import { Button, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useReal } from "@/app/real";
import { useNarrow } from "@/app/screen";
import type { Webhook } from "@/app/types";
import { ProblemNotice } from "@/parts/Problem";
import { CardSkeleton } from "@/parts/Skeletons";
import { Timeline } from "@/parts/Timeline";
import { useDelivery } from "../data";
import { Answer, DeliveryStatus, useAgain } from "./Log";
import { useKindSays } from "./Standing";
import { aboutPath } from "./state";
import css from "./Webhooks.module.css";

type Props = { webhook: Webhook; shop: string };
type Whole = NonNullable<ReturnType<typeof useDelivery>["data"]>;

/** One delivery beside its list: the body as it is sent and signed, and every attempt. Its address is the list's with `delivery`. */
export function DeliveryDrawer({ webhook, shop }: Props) {
  const { t } = useTranslation("partner");
  const narrow = useNarrow();
  const [query, setQuery] = useSearchParams();
  const id = query.get("delivery");
  const { data, error, refetch } = useDelivery(id);
  const says = useKindSays();
  const close = () => {
    const rest = new URLSearchParams(query);
    rest.delete("delivery");
    setQuery(rest);
  };
  return (
    <Drawer
      open={id !== null}
      onClose={close}
      size={narrow ? "100%" : 560}
      title={data ? says(data.kind) : t("one.delivery")}
      destroyOnHidden
    >
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {!data && !error && <CardSkeleton />}
      {data && <Shown delivery={data} webhook={webhook} shop={shop} />}
    </Drawer>
  );
}

function Shown({ delivery, webhook, shop }: Props & { delivery: Whole }) {
  const { t } = useTranslation("partner");
  const again = useAgain(webhook);
  const about = aboutPath(shop, delivery.about);
  return (
    <div className="col gap16">
      <div className="row sb" style={{ alignItems: "flex-start" }}>
        <div>
          <DeliveryStatus delivery={delivery} />
        </div>
        {again.may && (
          <Button loading={again.isPending} onClick={() => again.go(delivery)}>
            {t(delivery.state === "waiting" ? "log.now" : "log.again")}
          </Button>
        )}
      </div>
      {again.error ? <ProblemNotice error={again.error} /> : null}
      {about && (
        <Link className="link" to={about}>
          {t("one.about")}
        </Link>
      )}
      <section className="col" style={{ gap: 8 }}>
        <h3>{t("one.attempts", { count: delivery.attempts })}</h3>
        <Attempts delivery={delivery} />
      </section>
      <section className="col" style={{ gap: 8 }}>
        <h3>{t("one.body")}</h3>
        <p className="s12 t3">
          webhook-id <code>{delivery.id}</code>
        </p>
        <pre className={css.body}>{JSON.stringify(JSON.parse(delivery.body), null, 2)}</pre>
      </section>
    </div>
  );
}

function Attempts({ delivery }: { delivery: Whole }) {
  const { t } = useTranslation("partner");
  const real = useReal();
  if (delivery.tried.length === 0) return <p className="t3 s13">{t("one.not_tried")}</p>;
  const moments = delivery.tried.toReversed().map(({ at, took_ms, status, error }) => ({
    key: at,
    time: real(at),
    what: <Answer status={status} error={error} />,
    more: t("one.took", { ms: took_ms }),
  }));
  return <Timeline moments={moments} />;
}
