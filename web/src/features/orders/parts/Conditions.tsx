import { App, Button, Dropdown, Input } from "antd";
import { Link2, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { counted, day, type When } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import type { OrderRow, Page } from "@/app/types";
import { AddChip, Chip } from "@/parts/Filters";
import type { Wanted } from "../data";
import css from "./Orders.module.css";
import { CONDITIONS, changed, clockOf, DAYS, NO_CONDITION, PRESSING } from "./wanted";

type Props = { query: URLSearchParams; wanted: Wanted; page: Page<OrderRow> | undefined };
type Change = Record<string, string | null>;
const MARKS = ["late_packing", "late_shipment", "gift"];
const WRITTEN = ["sku", "waybill", "buyer"] as const;
type Written = (typeof WRITTEN)[number];

/** The conditions of a list: each a chip with its way out, all of them in the address. */
export function ListConditions({ query, wanted, page }: Props) {
  const { t } = useTranslation("orders");
  const language = useLanguage();
  const when = useWhen();
  const go = useNavigate();
  const { message } = App.useApp();
  const [writing, write] = useState<Written | null>(null);
  const set = (change: Change) => void go(changed(query, { sel: null, tab: wanted.tab, ...change }));
  const chosen = CONDITIONS.filter((name) => name !== "q" && query.get(name));
  return (
    <div className={css.filters}>
      <Words wanted={wanted} set={set} />
      {chosen.map((name) => (
        <Chip
          key={name}
          off={() => set({ [name]: null })}
          removeLabel={t("filter.remove", { name: t(`filter.${name}`) })}
        >
          {t("filter.is", { name: t(`filter.${name}`), value: valueText(t, name, query.get(name) ?? "", when) })}
        </Chip>
      ))}
      {writing ? (
        <Input
          key={writing}
          autoFocus
          aria-label={t(`filter.${writing}`)}
          placeholder={t(`filter.${writing}_hint`)}
          onBlur={() => write(null)}
          onKeyDown={({ key }) => key === "Escape" && write(null)}
          onPressEnter={({ currentTarget }) => {
            if (currentTarget.value.trim()) set({ [writing]: currentTarget.value.trim() });
            write(null);
          }}
        />
      ) : (
        <Add tab={wanted.tab} set={set} write={write} />
      )}
      {(wanted.q || chosen.length > 0) && (
        <button type="button" className="link s13 w4 t3" onClick={() => set(NO_CONDITION)}>
          {t("filter.clear")}
        </button>
      )}
      <span className="grow" />
      <span className="s12 t2 nw" aria-live="polite">
        {page && t("list.fits", counted(page.total, language))}
      </span>
      <Button
        type="text"
        size="small"
        icon={<Link2 />}
        aria-label={t("list.copy_link")}
        title={t("list.copy_link")}
        onClick={() => void navigator.clipboard.writeText(location.href).then(() => message.success(t("list.copied")))}
      />
    </div>
  );
}

type Say = (key: string, more?: Record<string, string>) => string;

function valueText(t: Say, name: string, value: string, when: When): string {
  if (name === "clock") return clockText(t, value, when);
  if (name === "paid" || name === "placed") return t(`days.${value}`, { defaultValue: value });
  return name === "mark" ? t(`tag.${value}`, { defaultValue: value }) : value;
}

/** 「打包，11月30日」: the kind of the clock and the days on which it is due. */
function clockText(t: Say, value: string, when: When): string {
  const clock = clockOf(value);
  if (!clock) return value;
  const kind = t(`clock.kind.${clock.kind}`, { defaultValue: clock.kind });
  if (clock.to) return t(clock.from ? "clock.on" : "clock.until", { kind, day: day(Date.parse(clock.to) - 1, when) });
  return clock.from ? t("clock.from", { kind, day: day(Date.parse(clock.from), when) }) : kind;
}

function Words({ wanted, set }: { wanted: Wanted; set: (change: Change) => void }) {
  const { t } = useTranslation("orders");
  const [text, setText] = useState(wanted.q);
  useEffect(() => setText(wanted.q), [wanted.q]);
  return (
    <Input
      allowClear
      prefix={<Search className="t3" />}
      value={text}
      placeholder={t("filter.search")}
      aria-label={t("filter.search")}
      onChange={({ target, type }) => {
        setText(target.value);
        if (type === "click") set({ q: null });
      }}
      onPressEnter={() => set({ q: text.trim() })}
    />
  );
}

type AddProps = { tab: string; set: (change: Change) => void; write: (name: Written) => void };

function Add({ tab, set, write }: AddProps) {
  const { t } = useTranslation("orders");
  const among = (field: string, values: readonly string[], name: (value: string) => string) => ({
    key: field,
    label: t(`filter.${field}`),
    children: values.map((value) => ({ key: `${field}=${value}`, label: name(value) })),
  });
  const days = (field: string) => among(field, DAYS, (value) => t(`days.${value}`));
  const items = [
    ...WRITTEN.map((name) => ({ key: name, label: t(`filter.${name}`) })),
    days("paid"),
    days("placed"),
    among("mark", MARKS, (mark) => t(`tag.${mark}`)),
    ...(PRESSING.has(tab) ? [among("sort", ["due", "placed"], (sort) => t(`sort.${sort}`))] : []),
  ];
  const choose = (key: string) => {
    const [field = "", value] = key.split("=");
    if (value) set({ [field]: value });
    else write(field as Written);
  };
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => choose(key) }} trigger={["click"]}>
      <AddChip>{t("filter.add")}</AddChip>
    </Dropdown>
  );
}
