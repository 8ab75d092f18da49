import { useTranslation } from "react-i18next";
import { count, length } from "@/app/format";
import { useLanguage } from "@/app/place";

const SECOND = 1000;
const MINUTE = 60_000;

/** How late, as exactly as it matters: milliseconds under a second, tenths of one under ten, then whole seconds, then minutes. */
export function useLag(): (ms: number) => string {
  const { t } = useTranslation("kernel");
  const language = useLanguage();
  return (ms) => {
    if (ms < SECOND) return t("lag.ms", { n: ms });
    if (ms < MINUTE) return t("lag.s", { n: ms < 10 * SECOND ? Math.round(ms / 100) / 10 : Math.round(ms / SECOND) });
    return length(ms, language);
  };
}

const COUNTED_TO = 10_000;

/** A figure that the server counts up to ten thousand. */
export function useCounted(): (n: number) => string {
  const language = useLanguage();
  return (n) => (n > COUNTED_TO ? `${count(COUNTED_TO, language)}+` : count(n, language));
}
