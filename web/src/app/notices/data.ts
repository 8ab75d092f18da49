import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAct } from "../act";
import { api, body, under } from "../api";
import { now } from "../clock";
import type { Notice } from "../types";

/** What one was told, as the bell and its page share it: as someone of a shop, or ("") as a buyer. */

export const noticesKey = (shop: string) => ["notices", shop] as const;
const NEW_SHOWN = 20;

export const noticesBase = (shop: string) => (shop ? `/s/${shop}` : "");

/** Those that are new, the last first, and how many they are in all. */
export function useNewNotices(shop: string, wanted = true) {
  return useQuery({
    queryKey: [...noticesKey(shop), "new"],
    queryFn: () =>
      body(api.GET("/me/notices", { params: { query: { new: true, limit: NEW_SHOWN, ...(shop && { shop }) } } })),
    enabled: wanted,
    refetchInterval: 60_000,
  });
}

/** All about one thing was read, because it is on the page. */
export function useReadAbout(shop: string) {
  return useAct({
    do: (subject: string, key) =>
      body(api.POST("/me/notices/read-all", { ...under(key), body: { subject, ...(shop && { shop }) } })),
    changes: [[...noticesKey(shop)]],
  });
}

/** The page of what a notice is about. */
export function pageOf({ shop, subject, from_shop }: Pick<Notice, "shop" | "subject" | "from_shop">): string {
  const base = noticesBase(shop);
  if (subject.startsWith("ord_")) return `${base}/orders/${subject}`;
  if (subject.startsWith("whk_")) return `${base}/webhooks/${subject}`;
  if (subject.startsWith("cnv_")) return shop ? `${base}/desk/${subject}` : `/chat/${from_shop ?? ""}`;
  return `${base}/notices`;
}

/** Of these notices those that a browser may show now and has not before; all of them count as shown from here on. */
export function due(notices: readonly Notice[], shown: Set<string>, at: number): Notice[] {
  const found = notices.filter(({ id, shown_at }) => !shown.has(id) && shown_at !== null && Date.parse(shown_at) <= at);
  for (const { id } of found) shown.add(id);
  return found;
}

const AT_ONCE = 3;

/** Show what comes while the page is open and nobody looks at it; asked for on the page of preferences, never here. */
export function useOnScreen(notices: readonly Notice[] | undefined, at: number, shop: string): void {
  const { t, i18n } = useTranslation();
  const go = useNavigate();
  const shown = useRef<Set<string>>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is looked at, also one that says the same: time has passed
  useEffect(() => {
    if (!notices) return;
    const first = shown.current === null;
    shown.current ??= new Set();
    const found = due(notices, shown.current, now());
    if (first || found.length === 0 || !document.hidden) return;
    if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
    const show = (title: string, text: string, tag: string, to: string) => {
      const one = new Notification(title, { body: text, tag, lang: i18n.language });
      one.onclick = () => {
        window.focus();
        go(to);
        one.close();
      };
    };
    const base = noticesBase(shop);
    if (found.length > AT_ONCE)
      show(t("bell.several", { count: found.length }), "", `several ${shop}`, `${base}/notices`);
    else for (const one of found) show(one.title, one.text, one.id, pageOf(one));
  }, [notices, at]);
}
