import { Check, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { minor, money } from "@/app/format";
import { useNarrow } from "@/app/screen";
import type { MoneyPicture, Term } from "@/app/types";
import { isFinal, isOwn, layFlow, ordered, outline } from "./layout";
import css from "./Money.module.css";

const WIDTH = 290;
const OTHERS = [6, 2, 3, 5];

/** The shop's part is the accent; refunds are clay; the others follow. */
function colour(part: Term, at: number): string {
  if (isOwn(part)) return "var(--js-chart-1)";
  if (part.term === "refunded") return "var(--js-chart-4)";
  return `var(--js-chart-${OTHERS[at % OTHERS.length]})`;
}

/** Every cent: sources left, uses right, a row a band; what is final is solid, what is expected lighter. On a phone a list with bars. */
export function MoneyFlow({ picture }: { picture: MoneyPicture }) {
  const narrow = useNarrow();
  return (
    <>
      {narrow ? <Bars picture={picture} /> : <Bands picture={picture} />}
      <Equation picture={picture} />
    </>
  );
}

/** What becomes of this part, where there is more to say than its name. */
function Note({ part }: { part: Term }) {
  const { t } = useTranslation("parts");
  const note = t(`money.note.${part.term}`, { defaultValue: "" });
  return note ? <div className="s12 t3 el">{note}</div> : null;
}

function State({ part }: { part: Term }) {
  const { t } = useTranslation("parts");
  const final = isFinal(part);
  return <div className={`s12 nw ${final ? "ok" : "t3"}`}>{final ? t("money.done") : t("money.to_come")}</div>;
}

function Bands({ picture }: { picture: MoneyPicture }) {
  const flow = layFlow(picture);
  return (
    <div className={css.flow}>
      <div className={css.sources} style={{ height: flow.height }}>
        {flow.sources.map(({ part, bar }) => (
          <div key={part.term} style={{ top: Math.max(0, (bar[0] + bar[1]) / 2 - 20) }}>
            <div className="s12 t3">{part.what}</div>
            <div className={css.source}>{money(part.amount)}</div>
          </div>
        ))}
      </div>
      <svg
        className={css.bands}
        viewBox={`0 0 ${WIDTH} ${flow.height}`}
        height={flow.height}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {flow.bands.map((band, at) => {
          const part = flow.uses[at]?.part;
          if (!part) return null;
          const ink = colour(part, at);
          return (
            <g key={band.key} fill={ink}>
              <path d={outline(band, 12, 282)} opacity={isFinal(part) ? 0.45 : 0.22} />
              <rect x="282" y={band.to[0]} width="6" height={band.to[1] - band.to[0]} rx="2" />
            </g>
          );
        })}
        {flow.sources.map(({ part, bar }, at) => (
          <rect
            key={part.term}
            x="6"
            y={bar[0]}
            width="6"
            height={bar[1] - bar[0]}
            rx="2"
            fill={at ? "var(--js-chart-6)" : "var(--js-color-text)"}
          />
        ))}
      </svg>
      <ul className={css.uses}>
        {flow.uses.map(({ part, height }, at) => (
          <li key={part.term} className={at === 0 ? css.first : undefined} style={{ height }}>
            <div className="grow">
              <div className="w5">{part.what}</div>
              <Note part={part} />
            </div>
            {at === 0 ? (
              <div className="right">
                <div className={`${css.big} ${isOwn(part) ? "accent" : ""}`}>{money(part.amount)}</div>
                <State part={part} />
              </div>
            ) : (
              <>
                <State part={part} />
                <b className="nw right">{money(part.amount)}</b>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Bars({ picture }: { picture: MoneyPicture }) {
  const most = Math.max(1, ...picture.uses.map(({ amount }) => Number(minor(amount))));
  return (
    <ul className={css.bars}>
      {ordered(picture.uses).map((part, at) => (
        <li key={part.term}>
          <div className="row sb">
            <span className="w5">{part.what}</span>
            <b className={at === 0 ? "accent" : undefined}>{money(part.amount)}</b>
          </div>
          <div className={css.bar}>
            <i
              style={{
                width: `${Math.max(1, Math.round((100 * Number(minor(part.amount))) / most))}%`,
                background: colour(part, at),
              }}
            />
          </div>
          <div className="row sb s12 t3">
            <Note part={part} />
            <State part={part} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The line that adds up: sources = uses, with its tick. */
function Equation({ picture }: { picture: MoneyPicture }) {
  const { t } = useTranslation("parts");
  const figures = (parts: readonly Term[]) =>
    parts.map(({ amount }) => amount.amount.replace(/\B(?=(\d{3})+(\.|$))/g, ","));
  const text = `${figures(picture.sources).join(" + ")} = ${figures(ordered(picture.uses)).join(" + ")}`;
  return (
    <footer className={css.sum}>
      {picture.balanced ? <Check className="small ok" /> : <TriangleAlert className="small bad" />}
      <span>{text}</span>
      <span className="grow" />
      <span className={picture.balanced ? undefined : "bad"}>
        {picture.balanced ? t("money.adds_up") : t("money.does_not")}
      </span>
    </footer>
  );
}
