import { QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import type { Locale } from "antd/es/locale";
import { LoaderCircle } from "lucide-react";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Language, useMode, useStillness } from "./preferences";
import { queries } from "./query";
import { antdTheme } from "./theme";

const LOCALES: Record<Language, () => Promise<{ default: Locale }>> = {
  en: () => import("antd/es/locale/en_GB"),
  "zh-Hans": () => import("antd/es/locale/zh_CN"),
  "zh-Hant": () => import("antd/es/locale/zh_TW"),
};

export function Providers({ children }: { children: ReactNode }) {
  const mode = useMode();
  const still = useStillness();
  const { i18n } = useTranslation();
  const [locale, setLocale] = useState<Locale>();
  const spoken = i18n.language as Language;

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = mode;
  }, [mode]);
  useEffect(() => {
    let wanted = true;
    LOCALES[spoken]?.().then((module) => wanted && setLocale(module.default));
    return () => {
      wanted = false;
    };
  }, [spoken]);

  const theme = useMemo(() => antdTheme(mode, spoken, still), [mode, spoken, still]);
  // antd wraps its children differently once it has a locale; what was drawn before would be drawn anew and lose its state.
  if (!locale) return null;
  return (
    <QueryClientProvider client={queries}>
      <ConfigProvider
        theme={theme}
        locale={locale}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false, loadingIcon: <LoaderCircle className="busy" /> }}
        form={{ requiredMark: false, scrollToFirstError: { focus: true, block: "center" } }}
      >
        <AntApp>{children}</AntApp>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
