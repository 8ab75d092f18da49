import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useRule } from "../data";
import type { Help } from "../help";
import { usePlace } from "../place";
import css from "./Shell.module.css";
import { KeyList } from "./Shortcuts";

/** The help of a page: its sentences, the rules that it goes by as they stand in this market, and the keys. */
export default function HelpText({ help: { key, rules }, close }: { help: Help; close: () => void }) {
  const { t } = useTranslation("help");
  const sentences = t(`${key}.text`, { returnObjects: true }) as string[];
  return (
    <div className={css.help}>
      <h2>{t(`${key}.title`)}</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {rules.length > 0 && (
        <section>
          <h3>{t("rules_of_page")}</h3>
          <ul>
            {rules.map((rule) => (
              <RuleLine key={rule} rule={rule} close={close} />
            ))}
          </ul>
        </section>
      )}
      <section className="wide-only">
        <h3>{t("keys")}</h3>
        <KeyList />
      </section>
    </div>
  );
}

function RuleLine({ rule, close }: { rule: string; close: () => void }) {
  const { market, rulePath } = usePlace();
  const { data } = useRule(rule, market ?? undefined);
  return (
    <li>
      <Link className="link" to={rulePath(rule)} onClick={close}>
        {data?.name ?? rule}
      </Link>
      {data && (
        <span className="t2">
          {" "}
          {data.says} <b>{data.in_force?.value_text}</b>
        </span>
      )}
    </li>
  );
}
