import { Minus, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import css from "./Stepper.module.css";

/** How many: one less, the figure, one more. */
export function Stepper({
  value,
  most,
  change,
  label,
}: {
  value: number;
  most: number;
  change: (value: number) => void;
  label: string;
}) {
  const { t } = useTranslation("parts");
  return (
    <fieldset className={css.stepper} aria-label={label}>
      <button type="button" disabled={value <= 1} onClick={() => change(value - 1)} aria-label={t("stepper.less")}>
        <Minus className="small" />
      </button>
      <output aria-live="polite">{value}</output>
      <button type="button" disabled={value >= most} onClick={() => change(value + 1)} aria-label={t("stepper.more")}>
        <Plus className="small" />
      </button>
    </fieldset>
  );
}
