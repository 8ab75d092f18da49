import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown, type MenuProps } from "antd";
import { Globe, Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, body } from "../api";
import { useInstallation, useMe } from "../data";
import { LANGUAGES, type Language, type Preferences, prefer, usePreferences } from "../preferences";

export const THEMES: readonly Preferences["theme"][] = ["light", "dark", "auto"];
export const FACES = { light: <Sun />, dark: <Moon />, auto: <Monitor /> };

/** Speak another language from now on; a signed-in person is also written to in it. */
export function useSpeak(): (language: Language) => void {
  const { i18n } = useTranslation();
  const queries = useQueryClient();
  const { data: me } = useMe();
  return (language) => {
    prefer({ language });
    void i18n.changeLanguage(language).then(async () => {
      if (me?.person) await body(api.PATCH("/me", { body: { language } })).catch(() => undefined);
      await queries.invalidateQueries();
    });
  };
}

/** The languages that this marketplace offers. */
function useOffered(): Language[] {
  const { data: installation } = useInstallation();
  return LANGUAGES.filter((key) => installation?.languages.includes(key) ?? true);
}

/** Languages and themes as items of another menu, where the top bar has no room for theirs; whether a choice was one of them. */
export function useLookItems(className = ""): {
  items: NonNullable<MenuProps["items"]>;
  choose: (key: string) => boolean;
} {
  const { t } = useTranslation();
  const speak = useSpeak();
  const languages = useOffered().map((key) => ({
    key: `language:${key}`,
    label: <span lang={key}>{t(`language.${key}`)}</span>,
  }));
  const themes = THEMES.map((key) => ({ key: `theme:${key}`, icon: FACES[key], label: t(`theme.${key}`) }));
  const choose = (key: string) => {
    const [what, value] = key.split(":");
    if (what === "language") speak(value as Language);
    else if (what === "theme") prefer({ theme: value as Preferences["theme"] });
    else return false;
    return true;
  };
  return {
    items: [
      { key: "languages", className, icon: <Globe />, label: t("top.language"), children: languages },
      { key: "themes", className, icon: <Monitor />, label: t("top.theme"), children: themes },
    ],
    choose,
  };
}

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const speak = useSpeak();
  const offered = useOffered();
  const menu: MenuProps = {
    selectable: true,
    selectedKeys: [i18n.language],
    items: offered.map((key) => ({ key, label: <span lang={key}>{t(`language.${key}`)}</span> })),
    onClick: ({ key }) => speak(key as Language),
  };
  return (
    <Dropdown menu={menu} trigger={["click"]} placement="bottomRight">
      <Button type="text" icon={<Globe />} aria-label={t("top.language")} title={t("top.language")} />
    </Dropdown>
  );
}

export function ThemeMenu() {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const menu: MenuProps = {
    selectable: true,
    selectedKeys: [theme],
    items: THEMES.map((key) => ({ key, icon: FACES[key], label: t(`theme.${key}`) })),
    onClick: ({ key }) => prefer({ theme: key as Preferences["theme"] }),
  };
  return (
    <Dropdown menu={menu} trigger={["click"]} placement="bottomRight">
      <Button type="text" icon={FACES[theme]} aria-label={t("top.theme")} title={t("top.theme")} />
    </Dropdown>
  );
}
