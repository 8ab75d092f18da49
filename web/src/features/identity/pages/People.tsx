import { Input } from "antd";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { counted, tableDay } from "@/app/format";
import { useLanguage, useWhen } from "@/app/place";
import { useReal } from "@/app/real";
import type { PersonSeen } from "@/app/types";
import type { Columns } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { Segments } from "@/parts/Filters";
import { PagedTable } from "@/parts/PagedTable";
import { PageHead } from "@/parts/PageHead";
import { Avatar, Tag } from "@/parts/Tag";
import { HATS, type Hat, usePeople } from "../data";
import { called, Hats } from "../parts/Hats";

/** The marketplace's people, masked: found by a whole phone number, e-mail address or id. */
export default function People() {
  const { t } = useTranslation("identity");
  const language = useLanguage();
  const go = useNavigate();
  const [query, setQuery] = useSearchParams();
  const asked = query.get("hat") as Hat;
  const hat = HATS.includes(asked) ? asked : "any";
  const q = query.get("q") ?? "";
  const answer = usePeople(q, hat, query.get("cursor") ?? "");
  const here = { ...(q && { q }), ...(hat !== "any" && { hat }) };
  const columns = useColumns();
  return (
    <div className="col" style={{ gap: 14 }}>
      <PageHead title={t("people.title")} />
      <div className="row wrap sb" style={{ gap: 12 }}>
        <Segments
          label={t("people.hats")}
          active={hat}
          parts={HATS.map((key) => ({
            key,
            name: t(`people.hat.${key}`),
            to: `?${new URLSearchParams({ ...(q && { q }), ...(key !== "any" && { hat: key }) })}`,
          }))}
        />
        <Find q={q} find={(words) => setQuery({ ...(words && { q: words }), ...(hat !== "any" && { hat }) })} />
      </div>
      <section className="card" style={{ overflow: "clip" }} aria-label={t("people.title")}>
        <PagedTable
          answer={answer}
          told={({ total }) => t("people.count", counted(total, language))}
          turn={(cursor) => setQuery({ ...here, cursor })}
          columns={columns}
          height={44}
          open={({ id }) => go(`/op/people/${id}`)}
          card={(person) => <PersonCard person={person} />}
          empty={<Empty fact={t(q ? "people.nobody" : "people.none")} {...(q && { next: t("people.whole") })} />}
        />
      </section>
    </div>
  );
}

function Find({ q, find }: { q: string; find: (words: string) => void }) {
  const { t } = useTranslation("identity");
  const [words, setWords] = useState(q);
  useEffect(() => setWords(q), [q]);
  return (
    <search style={{ flex: "1 1 280px", maxWidth: 420 }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          find(words.trim());
        }}
      >
        <Input
          value={words}
          onChange={({ target }) => setWords(target.value)}
          prefix={<Search className="small" />}
          placeholder={t("people.find")}
          aria-label={t("people.find")}
          maxLength={254}
          allowClear={{ clearIcon: undefined }}
          onClear={() => find("")}
          enterKeyHint="search"
        />
      </form>
    </search>
  );
}

function PersonCard({ person }: { person: PersonSeen }) {
  return (
    <Link to={`/op/people/${person.id}`} className="pad row" style={{ gap: 10 }}>
      <Avatar name={called(person)} size={32} />
      <span className="grow">
        <b className="el">{called(person)}</b>
        <span className="s12 t3 el" style={{ marginLeft: 8 }}>
          {[person.phone, person.email].filter(Boolean).join(" · ")}
        </span>
        <Hats person={person} />
      </span>
    </Link>
  );
}

function useColumns(): Columns<PersonSeen> {
  const { t } = useTranslation("identity");
  const when = useWhen();
  const real = useReal();
  return [
    {
      key: "who",
      title: t("people.who"),
      render: (_, person) => (
        <Link to={`/op/people/${person.id}`} className="row" style={{ gap: 10 }}>
          <Avatar name={called(person)} size={28} />
          <span className="w5 el">{called(person)}</span>
          {person.state === "erased" && <Tag>{t("people.erased")}</Tag>}
        </Link>
      ),
    },
    { key: "phone", title: t("people.phone"), width: 170, dataIndex: "phone" },
    { key: "email", title: t("people.email"), width: 190, dataIndex: "email" },
    { key: "hats", title: t("people.does"), render: (_, person) => <Hats person={person} /> },
    {
      key: "seen",
      title: t("people.seen"),
      width: 150,
      render: (_, person) => <span className="t2 nw">{person.last_seen ? real(person.last_seen) : "—"}</span>,
    },
    {
      key: "since",
      title: t("people.since"),
      width: 130,
      render: (_, person) => <span className="t2 nw">{tableDay(Date.parse(person.made_at), when)}</span>,
    },
  ];
}
