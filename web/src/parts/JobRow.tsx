import { useTranslation } from "react-i18next";
import { count } from "@/app/format";
import { useLanguage } from "@/app/place";
import css from "./Bits.module.css";

type Props = { name: string; done: number; total: number; secondsLeft?: number; stop?: () => void };

/** Long work: how far it is, how long it takes, and a way to stop it. It goes on when the page is left. */
export function JobRow({ name, done, total, secondsLeft, stop }: Props) {
  const { t } = useTranslation("parts");
  const language = useLanguage();
  const part = total > 0 ? Math.floor((100 * done) / total) : 0;
  return (
    <div className={css.job}>
      <div className="row sb">
        <span className="w5">{name}</span>
        <span className="t2">{part}%</span>
      </div>
      <div
        className={css.track}
        role="progressbar"
        aria-label={name}
        aria-valuenow={part}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${part}%` }} />
      </div>
      <div className="row sb s12 t3">
        <span>
          {t("job.of", { done: count(done, language), total: count(total, language) })}
          {secondsLeft !== undefined && ` · ${t("job.left", { seconds: secondsLeft })}`}
        </span>
        {stop && (
          <button type="button" className="link s12" onClick={stop}>
            {t("job.stop")}
          </button>
        )}
      </div>
    </div>
  );
}
