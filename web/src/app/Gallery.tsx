import { Button } from "antd";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/app/clock";
import { Countdown } from "@/parts/countdown/Countdown";
import { DeadlineCard } from "@/parts/countdown/DeadlineCard";
import { Empty } from "@/parts/Empty";
import { AddChip, Chip } from "@/parts/Filters";
import { JobRow } from "@/parts/JobRow";
import { Mark } from "@/parts/Logo";
import { MaskedText } from "@/parts/MaskedText";
import { MoneyFlow } from "@/parts/money/MoneyFlow";
import { PageHead } from "@/parts/PageHead";
import { Notice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { type Move, Status } from "@/parts/Status";
import { Count, Tag, type Tint } from "@/parts/Tag";
import { Why } from "@/parts/why/Why";
import css from "./Gallery.module.css";
import type { Deadline, MoneyPicture } from "./types";

const HOUR = 3_600_000;
const STATES = ["calm", "soon", "overdue", "met", "paused"] as const;
const MOVES: readonly Move[] = ["yours", "theirs", "moving", "done", "stopped", "broken"];
const TINTS: readonly Tint[] = ["plain", "accent", "ok", "warn", "bad"];
const RULE = "orders.shipping.pack_within";

const COLOURS = [
  ["accent", "--js-color-primary"],
  ["success", "--js-color-success"],
  ["warning", "--js-color-warning"],
  ["error", "--js-color-error"],
  ["ink", "--js-color-text"],
  ["second", "--js-color-text-secondary"],
  ["third", "--js-color-text-tertiary"],
  ["line", "--js-color-border"],
] as const;

const amount = (text: string) => ({ amount: text, currency: "CNY" });

/** A deadline in each of its states, around the present hour. */
function sample(state: (typeof STATES)[number], now: number, say: (key: string) => string): Deadline {
  const left = { calm: 33 * HOUR, soon: 1.87 * HOUR, overdue: -0.6 * HOUR, met: 20 * HOUR, paused: 20.25 * HOUR }[
    state
  ];
  const iso = (at: number) => new Date(at).toISOString();
  const due = now + left;
  return {
    id: state,
    kind: "orders.pack_by",
    subject: "",
    opened: iso(due - 48 * HOUR),
    due: iso(due),
    soon_at: iso(due - 8 * HOUR),
    state: state === "overdue" ? "lapsed" : state === "met" || state === "paused" ? state : "open",
    closed_at: state === "met" ? iso(now - HOUR) : null,
    late_ms: null,
    remainder_ms: state === "paused" ? left : null,
    paused_reason: "",
    title: say("gallery.act"),
    what: say(`gallery.${state}_more`),
    stops: say("gallery.act"),
    cost: { money: null, what: say("gallery.overdue_more") },
    rule: RULE,
    rule_key: "",
    rule_says: "",
    value_text: "",
  };
}

/** Every part in every state, in the reader's language and mode: what a change of a part is held against. */
export default function Gallery() {
  const { t } = useTranslation("parts");
  const now = useNow("hour");
  const picture: MoneyPicture = {
    sources: [{ term: "paid", what: t("gallery.money"), amount: amount("238.00") }],
    uses: [
      { term: "pending", what: t("money.to_come"), amount: amount("206.27") },
      { term: "refunded", what: t("money.done"), amount: amount("31.73") },
    ],
    balanced: true,
  };
  return (
    <div className={css.page}>
      <div className="row sb">
        <PageHead title={t("gallery.title")} />
        <span className="row" style={{ gap: 14 }}>
          {[48, 32, 24, 16].map((size) => (
            <Mark key={size} size={size} />
          ))}
        </span>
      </div>
      <div className={css.grid}>
        <div className={css.column}>
          <Clocks now={now} />
          <Colours />
        </div>
        <div className={css.column}>
          <Box name={t("countdown.about", { name: t("gallery.act") })}>
            <div className={css.popped}>
              <DeadlineCard deadline={sample("soon", now, t)} />
            </div>
          </Box>
          <Box name={t("gallery.status")}>
            <div className={css.moves}>
              {MOVES.map((move) => (
                <Status key={move} move={move}>
                  {t(`gallery.move.${move}`)}
                </Status>
              ))}
            </div>
          </Box>
          <Box name={t("gallery.refused")}>
            <Notice icon={<TriangleAlert />} head={t("gallery.refused_head")} act={<Why rule={RULE} />}>
              {t("gallery.refused_next")}
            </Notice>
          </Box>
          <Box name={t("gallery.masked")}>
            <MaskedText
              masked={["许**", "138 **** 6021"]}
              reveal={{ left: 27, ask: () => Promise.resolve(["许月光", "138 0571 6021"]) }}
            />
          </Box>
        </div>
        <div className={css.column}>
          <Acts />
          <Box name={t("gallery.long")}>
            <JobRow name={t("gallery.job")} done={5712} total={9214} secondsLeft={20} stop={() => undefined} />
            <div data-sample="">
              <RowsSkeleton rows={2} />
            </div>
          </Box>
          <Box name={t("gallery.nothing")}>
            <Empty
              wide={false}
              fact={t("gallery.nothing_fact")}
              next={t("gallery.nothing_next")}
              act={<Button size="small">{t("gallery.nothing_act")}</Button>}
            />
          </Box>
        </div>
      </div>
      <section className={`card ${css.money}`}>
        <MoneyFlow picture={picture} />
      </section>
    </div>
  );
}

function Box({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className={`card ${css.box}`}>
      <h2 className="s13 w5 t3">{name}</h2>
      {children}
    </section>
  );
}

function Clocks({ now }: { now: number }) {
  const { t } = useTranslation("parts");
  return (
    <Box name={t("gallery.clocks")}>
      <table className={css.clocks}>
        <thead>
          <tr>
            <th>{t("gallery.state")}</th>
            <th>{t("gallery.inline")}</th>
            <th>{t("gallery.pill")}</th>
          </tr>
        </thead>
        <tbody>
          {STATES.map((state) => (
            <tr key={state}>
              <td>
                <div className="w6">{t(`gallery.${state}`)}</div>
                <div className="s12 t3">{t(`gallery.${state}_more`)}</div>
              </td>
              <td>
                <Countdown deadline={sample(state, now, t)} />
              </td>
              <td>
                <Countdown deadline={sample(state, now, t)} size="pill" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={css.rings}>
        {(["soon", "overdue", "met"] as const).map((state) => (
          <Countdown key={state} deadline={sample(state, now, t)} size="ring" caption={t(`gallery.${state}`)} />
        ))}
      </div>
    </Box>
  );
}

function Acts() {
  const { t } = useTranslation("parts");
  const tags = t("gallery.tags").split(",");
  return (
    <Box name={t("gallery.acts")}>
      <div className="row wrap">
        <Button type="primary">{t("gallery.act")}</Button>
        <Button>{t("gallery.other")}</Button>
        <Button type="text">{t("gallery.later")}</Button>
        <Button danger>{t("gallery.danger")}</Button>
      </div>
      <div className="row wrap" style={{ marginTop: 12 }}>
        <Chip off={() => undefined} removeLabel={t("gallery.filter")}>
          {t("gallery.filter")}
        </Chip>
        <AddChip>{t("gallery.add")}</AddChip>
      </div>
      <div className="row wrap" style={{ marginTop: 12 }}>
        {TINTS.map((tint, at) => (
          <Tag key={tint} tint={tint}>
            {tags[at]}
          </Tag>
        ))}
        <Count n={47} />
        <Count n={12} urgent />
      </div>
    </Box>
  );
}

function Colours() {
  const { t } = useTranslation("parts");
  return (
    <Box name={t("gallery.colours")}>
      <ul className={css.colours}>
        {COLOURS.map(([name, variable]) => (
          <li key={name}>
            <i style={{ background: `var(${variable})` }} />
            <span className="s12">{t(`gallery.colour.${name}`)}</span>
          </li>
        ))}
      </ul>
      <ul className={css.charts}>
        {[1, 2, 3, 4, 5, 6].map((n) => (
          <li key={n} style={{ background: `var(--js-chart-${n})` }} />
        ))}
      </ul>
    </Box>
  );
}
