import type { MenuProps } from "antd";
import { BellRing, Inbox, LogOut, MapPin, Scale, ShieldCheck, ShoppingBag, Store, UserRoundCog } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, body } from "../api";
import { useDemo, useMe } from "../data";
import type { Place } from "../place";

/** What a person can go to besides where they are: their shops, the operator's side, buying; and the way out. */
export function useAccountMenu(here: Place["as"]): { menu: MenuProps; onOpenChange: (open: boolean) => void } {
  const { t } = useTranslation();
  const go = useNavigate();
  const [opened, setOpened] = useState(false);
  const demo = useDemo(opened);
  const { data: me } = useMe();

  const signOut = async () => {
    await body(api.POST("/sign-out", {}));
    sessionStorage.clear();
    // A page loaded anew remembers nothing of whoever was here.
    location.assign("/");
  };
  const elsewhere: MenuProps["items"] = [];
  if (here !== "buyer") elsewhere.push({ key: "/", icon: <ShoppingBag />, label: t("nav.go_buying") });
  const shop = me?.shops[0];
  if (here !== "shop" && shop) elsewhere.push({ key: `/s/${shop.id}/today`, icon: <Store />, label: t("nav.go_shop") });
  if (here !== "operator" && me?.operator) elsewhere.push({ key: "/op", icon: <Scale />, label: t("nav.go_operator") });
  if (here === "buyer") elsewhere.push({ key: "/me/addresses", icon: <MapPin />, label: t("nav.addresses") });
  if (here === "buyer") elsewhere.push({ key: "/me/notices", icon: <BellRing />, label: t("nav.notices") });
  elsewhere.push({ key: "/me/security", icon: <ShieldCheck />, label: t("nav.security") });
  if (demo) {
    elsewhere.push({ type: "divider" });
    elsewhere.push({ key: "/mailbox", icon: <Inbox />, label: t("nav.mailbox") });
    elsewhere.push({ key: "/demo", icon: <UserRoundCog />, label: t("nav.demo") });
  }
  const menu: MenuProps = {
    items: [...elsewhere, { type: "divider" }, { key: "out", icon: <LogOut />, label: t("nav.sign_out") }],
    onClick: ({ key }) => void (key === "out" ? signOut() : go(key)),
  };
  return { menu, onOpenChange: (open) => open && setOpened(true) };
}
