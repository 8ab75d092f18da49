import { Button, type MenuProps } from "antd";
import { Command as CommandMark, Search } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useInstallation } from "../data";
import { COMMAND } from "../keys";
import type { Command } from "../palette";
import { LANGUAGES, prefer } from "../preferences";
import type { useAccountMenu } from "./account";
import { FACES, THEMES, useSpeak } from "./menus";
import type { Item } from "./SideShell";

const Palette = lazy(() => import("./Palette"));

type Props = { items: Item[]; account: ReturnType<typeof useAccountMenu>; phone?: boolean };

/** Opens the palette, as ⌘K does from anywhere; on a phone it is the way to search. */
export function PaletteButton({ items, account, phone = false }: Props) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [open, setOpen] = useState(false);
  const acts = useActs(account);
  const show = (shown: boolean) => {
    account.onOpenChange(shown);
    setOpen(shown);
  };
  useHotkeys("mod+k", () => show(!open), { enabled: !phone, enableOnFormTags: true, preventDefault: true });
  const pages = items.map(({ to, name, icon }) => ({ key: to, name, icon, run: () => void go(to) }));
  return (
    <>
      <Button
        type="text"
        icon={phone ? <Search /> : <CommandMark />}
        aria-label={t("palette.title")}
        title={`${t("palette.title")} (${COMMAND} K)`}
        onClick={() => show(true)}
      />
      {open && (
        <Suspense fallback={null}>
          <Palette pages={pages} acts={acts} close={() => show(false)} />
        </Suspense>
      )}
    </>
  );
}

/** What can be done from every page: what the account's menu has, another look, another language. */
function useActs(account: ReturnType<typeof useAccountMenu>): Command[] {
  const { t, i18n } = useTranslation();
  const speak = useSpeak();
  const { data: installation } = useInstallation();
  const offered = LANGUAGES.filter((key) => key !== i18n.language && (installation?.languages.includes(key) ?? true));
  return [
    ...fromMenu(account.menu),
    ...THEMES.map((theme) => ({
      key: `theme-${theme}`,
      name: t(`theme.${theme}`),
      about: t("top.theme"),
      icon: FACES[theme],
      run: () => prefer({ theme }),
    })),
    ...offered.map((key) => ({
      key: `language-${key}`,
      name: t(`language.${key}`),
      about: t("top.language"),
      run: () => speak(key),
    })),
  ];
}

function fromMenu({ items = [], onClick }: MenuProps): Command[] {
  return items.flatMap((item) => {
    if (!item || !("label" in item) || typeof item.label !== "string") return [];
    const { key, label, icon } = item as { key: string; label: string; icon?: Command["icon"] };
    return [{ key, name: label, icon, run: () => onClick?.({ key } as Parameters<NonNullable<typeof onClick>>[0]) }];
  });
}
