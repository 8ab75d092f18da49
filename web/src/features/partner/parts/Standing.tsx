import { useTranslation } from "react-i18next";
import { useReal } from "@/app/real";
import type { Webhook, WebhookKind } from "@/app/types";
import { Status } from "@/parts/Status";
import { useKinds } from "../data";
import { moveOf, standing } from "./state";

/** Whether it is told, and since when it gives no good answer. */
export function Standing({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation("partner");
  const real = useReal();
  return (
    <Status move={moveOf(webhook)}>
      {t(`standing.${standing(webhook)}`, { since: webhook.failing_since ? real(webhook.failing_since) : "" })}
    </Status>
  );
}

/** What a webhook is told, in one line. */
export function KindsText({ kinds }: { kinds: WebhookKind[] }) {
  const { t } = useTranslation("partner");
  const says = useKindSays();
  const [first, ...rest] = kinds;
  if (!first) return null;
  return rest.length > 0 ? t("list.told_more", { first: says(first), count: rest.length }) : says(first);
}

/** A kind in the reader's words, without its full stop; of a trial too. */
export function useKindSays(): (kind: string) => string {
  const { t } = useTranslation("partner");
  const { data } = useKinds();
  const found = new Map(data?.map(({ kind, says }) => [kind as string, says.replace(/[。.]$/, "")]));
  return (kind) => (kind === "webhook.ping" ? t("trial") : (found.get(kind) ?? kind));
}
