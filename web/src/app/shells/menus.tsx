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

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const speak = useSpeak();
  const { data: installation } = useInstallation();
  const offered = LANGUAGES.filter((key) => installation?.languages.includes(key) ?? true);
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
