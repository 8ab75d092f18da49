import { Button, InputNumber, Switch } from "antd";
import { Users } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/app/data";
import type { Desk } from "@/app/types";
import { ProblemNotice } from "@/parts/Problem";
import { Sheet } from "@/parts/Sheet";
import { Status } from "@/parts/Status";
import { Tag } from "@/parts/Tag";
import { useAccept, useSetCapacity } from "../data";
import css from "./Desk.module.css";

/** One's own seat: whether one takes new sessions, how many one has of how many one may have; and who else answers. */
export function Seat({ shop, desk }: { shop: string; desk: Desk }) {
  const { t } = useTranslation("desk");
  const accept = useAccept(shop);
  const id = useId();
  const mine = desk.mine;
  return (
    <div className={css.seat}>
      <div className="row sb">
        {mine && (
          <span className="row s13">
            <Switch
              id={id}
              size="small"
              checked={accept.isPending ? accept.variables : mine.accepting}
              loading={accept.isPending}
              onChange={(accepting) => accept.mutate(accepting)}
            />
            <label htmlFor={id}>{t("seat.accepting")}</label>
          </span>
        )}
        <Sheet
          label={t("seat.people")}
          width={380}
          trigger={<Button type="text" size="small" icon={<Users />} aria-label={t("seat.people")} />}
          content={() => <People shop={shop} desk={desk} />}
        />
      </div>
      {mine && (
        <div className="row s13">
          <span className="t2">{t("seat.load")}</span>
          <b>
            {mine.load} <span className="w4 t3">/ {mine.capacity}</span>
          </b>
          <Bar load={mine.load} capacity={mine.capacity} />
          {mine.full && <Tag tint="warn">{t("seat.full")}</Tag>}
        </div>
      )}
      {accept.error && <ProblemNotice error={accept.error} />}
    </div>
  );
}

const WHOLE = 100;

function Bar({ load, capacity }: { load: number; capacity: number }) {
  const part = Math.min(WHOLE, (load / capacity) * WHOLE);
  return (
    <span className={css.bar} aria-hidden="true">
      <i style={{ width: `${part}%` }} />
    </span>
  );
}

/** Who answers here, who of them is online, and how full they are; whoever runs the desk sets the limits. */
function People({ shop, desk }: { shop: string; desk: Desk }) {
  const { t } = useTranslation("desk");
  const { data: me } = useMe();
  const manages = me?.shops.find(({ id }) => id === shop)?.permissions.includes("desk.manage") ?? false;
  return (
    <div className={css.people}>
      <h2>{t("seat.people")}</h2>
      {desk.agents.map((agent) => (
        <div key={agent.person} className={css.agent}>
          <span className="grow">
            <b className="el">{agent.name || t("seat.nameless")}</b>
            <span className="s12 t3">
              <Status move={agent.online && agent.accepting ? "moving" : "stopped"}>
                {t(agent.online ? (agent.accepting ? "seat.takes" : "seat.shut") : "seat.away")}
              </Status>
            </span>
          </span>
          {agent.full && <Tag tint="warn">{t("seat.full")}</Tag>}
          <span className="nw">{agent.load} /</span>
          {manages ? <Limit shop={shop} agent={agent} /> : <span>{agent.capacity}</span>}
        </div>
      ))}
      {manages && <p className="s12 t3">{t("seat.recommended", { count: desk.recommended })}</p>}
    </div>
  );
}

function Limit({ shop, agent }: { shop: string; agent: Desk["agents"][number] }) {
  const { t } = useTranslation("desk");
  const set = useSetCapacity(shop);
  const [value, setValue] = useState<number | null>(agent.capacity);
  const save = () => value && value !== agent.capacity && set.mutate({ person: agent.person, capacity: value });
  return (
    <span className="col">
      <InputNumber
        size="small"
        min={1}
        precision={0}
        value={value}
        onChange={setValue}
        onBlur={save}
        onPressEnter={save}
        aria-label={t("seat.limit_of", { name: agent.name || t("seat.nameless") })}
      />
      {set.error && <ProblemNotice error={set.error} />}
    </span>
  );
}
