import { Modal, Switch } from "antd";
import { useState } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { useTranslation } from "react-i18next";
import { Keycap } from "@/parts/Tag";
import { COMMAND } from "../keys";
import { prefer, usePreferences } from "../preferences";

const KEYS: readonly (readonly [what: string, keys: readonly string[]])[] = [
  ["palette", [COMMAND, "K"]],
  ["search", ["/"]],
  ["next", ["J"]],
  ["before", ["K"]],
  ["select", ["X"]],
  ["open", ["Enter"]],
  ["act", ["E"]],
  ["clear", ["Esc"]],
  ["today", ["G", "T"]],
  ["orders", ["G", "O"]],
  ["desk", ["G", "D"]],
  ["products", ["G", "P"]],
  ["rules", ["G", "R"]],
  ["list", ["?"]],
];

/** The list of keys, on `?`; here they can be switched off. */
export function Shortcuts() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { shortcuts } = usePreferences();
  useHotkeys("shift+slash", () => setOpen(true));
  return (
    <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t("shortcut.title")} width={420}>
      <div className="row sb" style={{ marginBottom: 12 }}>
        <span>{t("shortcut.on")}</span>
        <Switch checked={shortcuts} onChange={(on) => prefer({ shortcuts: on })} aria-label={t("shortcut.on")} />
      </div>
      <KeyList />
    </Modal>
  );
}

/** Every key and what it does. */
export function KeyList() {
  const { t } = useTranslation();
  const { shortcuts } = usePreferences();
  return (
    <dl style={{ opacity: shortcuts ? 1 : 0.6 }}>
      {KEYS.map(([what, keys]) => (
        <div key={what} className="row sb s13" style={{ padding: "4px 0" }}>
          <dt className="t2">{t(`shortcut.${what}`)}</dt>
          <dd className="row" style={{ gap: 4 }}>
            {keys.map((key) => (
              <Keycap key={key}>{key}</Keycap>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
