import { useTranslation } from "react-i18next";

/** A dial with a quarter of its time left; the wedge's lower edge is a stall awning. */
export function Mark({
  size = 30,
  ground,
  ink,
  label,
}: {
  size?: number;
  ground?: string;
  ink?: string;
  label?: string;
}) {
  const fill = ink ?? "var(--js-on-primary)";
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      style={{ flex: "none" }}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <rect width="32" height="32" rx="8" fill={ground ?? "var(--js-color-primary)"} />
      <circle cx="16" cy="16" r="9.8" fill="none" stroke={fill} strokeWidth="2.4" />
      <path d="M16 5a11 11 0 0 1 11 11 2.75 2.75 0 0 1-5.5 0 2.75 2.75 0 0 1-5.5 0z" fill={fill} />
    </svg>
  );
}

/** The same dial in grey: nothing is here, or the picture is missing. */
export function GreyDial({ size = 36 }: { size?: number }) {
  return <Mark size={size} ground="var(--js-color-fill-secondary)" ink="var(--js-color-text-tertiary)" />;
}

export function Wordmark({ size = 30 }: { size?: number }) {
  const { t, i18n } = useTranslation();
  const tracking = i18n.language === "en" ? undefined : "0.04em";
  return (
    <span className="row nw" style={{ gap: 10, fontWeight: 600, fontSize: 17, letterSpacing: tracking }}>
      <Mark size={size} />
      {t("name")}
    </span>
  );
}
