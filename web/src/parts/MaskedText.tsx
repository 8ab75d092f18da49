import { Button, Input } from "antd";
import { Eye, Lock } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const SHOWN_FOR = 60_000;

type Reveal = { left: number; ask: (reason: string) => Promise<string[]> };
type Props = {
  /** What anyone may see, a part each: `许**`, `138 **** 6021`. */
  masked: string[];
  /** How the rest may be seen, where it may: for a reason that is kept, and counted. */
  reveal?: Reveal;
};

/** Somebody's name and number, hidden until asked for, and again after a minute. */
export function MaskedText({ masked, reveal }: Props) {
  const { t } = useTranslation("parts");
  const [shown, setShown] = useState<string[] | null>(null);
  const [reason, setReason] = useState<string | null>(null);
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
            onClick={() => setReason("")}
            hidden={reason !== null}
          >
            {t("masked.show")}
          </Button>
        )}
      </div>
      {reveal && !shown && reason !== null && (
        <ReasonForm
          reason={reason}
          write={setReason}
          ask={async () => {
            setShown(await reveal.ask(reason.trim()));
            setReason(null);
          }}
        />
      )}
      {reveal && (
        <p className="s12 t3">{reveal.left > 0 ? t("masked.trace", { left: reveal.left }) : t("masked.none_left")}</p>
      )}
    </div>
  );
}

type ReasonProps = { reason: string; write: (text: string | null) => void; ask: () => Promise<void> };

/** What it is needed for, before it is shown. */
function ReasonForm({ reason, write, ask }: ReasonProps) {
  const { t } = useTranslation("parts");
  const [waiting, setWaiting] = useState(false);
  const go = () => {
    setWaiting(true);
    void ask()
      .catch(() => undefined) // whoever asks shows why it was refused
      .finally(() => setWaiting(false));
  };
  return (
    <form
      className="col"
      style={{ gap: 8, margin: "8px 0" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) go();
      }}
    >
      <Input
        value={reason}
        onChange={({ target }) => write(target.value)}
        maxLength={120}
        placeholder={t("masked.reason")}
        aria-label={t("masked.reason")}
        autoFocus
      />
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <Button size="small" onClick={() => write(null)}>
          {t("app:act.cancel")}
        </Button>
        <Button size="small" type="primary" htmlType="submit" disabled={!reason.trim()} loading={waiting}>
          {t("masked.show")}
        </Button>
      </div>
    </form>
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
