import { Modal } from "antd";
import { BookText, CornerDownLeft, Package, Search, Tag as TagIcon } from "lucide-react";
import PinyinMatch from "pinyin-match/es/traditional";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Keycap } from "@/parts/Tag";
import { grouped } from "../format";
import { type Command, pageCommands } from "../palette";
import { usePlace } from "../place";
import { usePreferences } from "../preferences";
import { useFoundOrders, useFoundProducts, useFoundRules } from "./data";
import css from "./Palette.module.css";

type Group = { key: string; name: string; commands: Command[] };
type Props = { pages: Command[]; acts: Command[]; close: () => void };

/** Where to go and what to do, by a few letters: names, their pinyin or its initials, numbers, buyers, codes. */
export default function Palette({ pages, acts, close }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { groups, asking } = useGroups(text.trim(), pages, acts);
  const list = useId();
  const all = groups.flatMap(({ commands }) => commands);
  const chosen = all[Math.min(at, all.length - 1)];
  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length > 0) setAt((before) => (Math.min(before, all.length - 1) + step + all.length) % all.length);
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      open
      onCancel={close}
      footer={null}
      closable={false}
      width={600}
      style={{ top: 80 }}
      title={<span className="hidden-visually">{t("palette.title")}</span>}
      destroyOnHidden
      styles={{ container: { padding: 0 }, header: { margin: 0 } }}
    >
      <div className={css.box}>
        <div className={css.ask}>
          <Search />
          <Ask
            {...{ text, list, press }}
            active={chosen && optionId(list, chosen)}
            change={(words) => {
              setText(words);
              setAt(0);
            }}
          />
          <span className="wide-only">
            <Keycap>Esc</Keycap>
          </span>
        </div>
        <div role="listbox" id={list} aria-label={t("palette.title")} className={css.list}>
          {groups.map(({ key, name, commands }) => (
            // biome-ignore lint/a11y/useSemanticElements: options are grouped as in a list box, which fieldset is not for
            <div key={key} role="group" aria-label={name}>
              <div className={css.group}>{name}</div>
              {commands.map((command) => (
                <Option key={command.key} {...{ command, list, run }} on={command === chosen} />
              ))}
            </div>
          ))}
        </div>
        {all.length === 0 && <p className={css.none}>{asking ? t("palette.asking") : t("palette.none", { text })}</p>}
      </div>
    </Modal>
  );
}

const optionId = (list: string, { key }: Command) => `${list}-${key}`;

type AskProps = {
  text: string;
  list: string;
  active: string | undefined;
  change: (words: string) => void;
  press: (event: KeyboardEvent) => void;
};

function Ask({ text, list, active, change, press }: AskProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <input
      ref={input}
      role="combobox"
      aria-expanded
      aria-controls={list}
      aria-activedescendant={active}
      aria-label={t("palette.title")}
      placeholder={t("palette.placeholder")}
      value={text}
      onChange={({ target }) => change(target.value)}
      onKeyDown={press}
      maxLength={120}
      enterKeyHint="go"
    />
  );
}

type OptionProps = { command: Command; list: string; on: boolean; run: (command: Command) => void };

function Option({ command, list, on, run }: OptionProps) {
  const { shortcuts } = usePreferences();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (on) row.current?.scrollIntoView({ block: "nearest" });
  }, [on]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box above, which keeps the focus
    <div
      ref={row}
      role="option"
      id={optionId(list, command)}
      aria-selected={on}
      tabIndex={-1}
      className={`${css.option} ${on ? css.on : ""}`}
      onClick={() => run(command)}
    >
      {command.icon}
      <span className="grow el">
        {command.name}
        {command.about && <span className="s12 t3"> {command.about}</span>}
      </span>
      {on ? (
        <CornerDownLeft className="small" />
      ) : (
        shortcuts && command.keys?.map((key) => <Keycap key={key}>{key}</Keycap>)
      )}
    </div>
  );
}

/** Whether a name has the words in it, is spelt so, or has these initials. */
function fits(words: string, { name, about = "" }: Command): boolean {
  const sought = words.toLowerCase();
  return `${name} ${about}`.toLowerCase().includes(sought) || Boolean(PinyinMatch.match(name, words));
}

/** What is here first: the page's acts, then pages, then what the server finds by the words. */
function useGroups(words: string, pages: Command[], acts: Command[]): { groups: Group[]; asking: boolean } {
  const { t } = useTranslation();
  const [here] = useState(pageCommands);
  const { groups: found, asking } = useFound(useDeferredValue(words));
  const near = [
    { key: "here", name: t("palette.here"), commands: here },
    { key: "pages", name: t("palette.pages"), commands: pages },
    { key: "acts", name: t("palette.acts"), commands: acts },
  ].map((group) => ({ ...group, commands: words ? group.commands.filter((one) => fits(words, one)) : group.commands }));
  return { groups: [...near, ...(words ? found : [])].filter(({ commands }) => commands.length > 0), asking };
}

function useFound(words: string): { groups: Group[]; asking: boolean } {
  const { t } = useTranslation();
  const go = useNavigate();
  const { shop, market, rulePath } = usePlace();
  const orders = useFoundOrders(shop, words);
  const products = useFoundProducts(shop, words);
  const rules = useFoundRules(market, words);
  const groups = [
    {
      key: "orders",
      name: t("nav.orders"),
      commands: (orders.data?.items ?? []).map(({ id, number, lines }) => ({
        key: id,
        name: grouped(number),
        about: lines[0]?.title,
        icon: <Package />,
        run: () => void go(`/s/${shop}/orders/${id}`),
      })),
    },
    {
      key: "products",
      name: t("nav.products"),
      commands: (products.data?.items ?? []).map(({ id, title, state_text }) => ({
        key: id,
        name: title,
        about: state_text,
        icon: <TagIcon />,
        run: () => void go(`/s/${shop}/products/${id}`),
      })),
    },
    {
      key: "rules",
      name: t("nav.rules"),
      commands: (rules.data?.items ?? []).map(({ id, name }) => ({
        key: id,
        name,
        about: id,
        icon: <BookText />,
        run: () => void go(rulePath(id)),
      })),
    },
  ];
  return { groups, asking: [orders, products, rules].some(({ isFetching }) => isFetching) };
}
