import { useTranslation } from "react-i18next";
import { speed, useNow, useSimulated } from "../clock";
import { clockFace, zoneName } from "../format";
import { useLanguage, usePlace } from "../place";

/** The marketplace's time, in the market's zone, and that it is simulated where it is. */
export function MarketClock({ short = false }: { short?: boolean }) {
  const { t } = useTranslation();
  const { zone } = usePlace();
  const language = useLanguage();
  const simulated = useSimulated();
  const now = useNow("minute");
  const fast = Math.round(speed());
  const name = zoneName(zone, now);
  return (
    <span
      className="row nw t3"
      style={{ gap: 8, fontSize: short ? 12 : 13 }}
      role="timer"
      aria-label={t("top.clock")}
      aria-live="off"
    >
      <span>{[clockFace(now, { zone, language, now }), name].filter(Boolean).join(" ")}</span>
      {simulated && (
        <span
          style={{
            padding: "0 6px",
            borderRadius: 4,
            fontSize: 12,
            lineHeight: "20px",
            background: "var(--js-color-warning-bg)",
            color: "var(--js-color-warning)",
          }}
        >
          {fast === 1 ? t("top.simulated") : t("top.simulated_speed", { speed: fast })}
        </span>
      )}
    </span>
  );
}
