import { Button } from "antd";
import { Eye, Lock } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const SHOWN_FOR = 60_000;

type Reveal = { left: number; ask: () => Promise<string[]>; why?: string | null };
type Props = {
  /** What anyone may see, a part each: `许**`, `138 **** 6021`. */
  masked: string[];
  /** How the rest may be seen, where it may: it leaves a trace and is counted. */
  reveal?: Reveal;
};

/** Somebody's name and number, hidden until asked for, and again after a minute. */
export function MaskedText({ masked, reveal }: Props) {
  const { t } = useTranslation("parts");
  const [shown, setShown] = useState<string[] | null>(null);
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(null), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [shown]);
  const [first, ...rest] = shown ?? masked;
  return (
    <div>
      <div className="row sb">
        <span style={{ userSelect: shown || !reveal ? undefined : "none" }}>
          <span className="w5">{first}</span>
          {rest.map((one) => (
            <span key={one} className="t2" style={{ marginLeft: 10 }}>
              {one}
            </span>
          ))}
        </span>
        {reveal && !shown && (
          <Button
            size="small"
            icon={<Eye />}
            disabled={reveal.left <= 0}
            onClick={() => void reveal.ask().then(setShown)}
          >
            {t("masked.show")}
          </Button>
        )}
      </div>
      {reveal && (
        <p className="s12 t3">{reveal.left > 0 ? t("masked.trace", { left: reveal.left }) : t("masked.none_left")}</p>
      )}
    </div>
  );
}

/** A masked name in a list, with its lock. */
export function MaskedName({ name }: { name: string }) {
  const { t } = useTranslation("parts");
  return (
    <span className="row" style={{ gap: 6 }}>
      <span className="el">{name}</span>
      <Lock className="t3" style={{ width: 12, height: 12 }} role="img" aria-label={t("masked.is")} />
    </span>
  );
}
