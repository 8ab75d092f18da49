import { App, Button } from "antd";
import { ChevronDown, ChevronUp, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { useMe } from "@/app/data";
import type { Reply } from "@/app/types";
import { Empty } from "@/parts/Empty";
import { FilterTabs } from "@/parts/Filters";
import { PageHead } from "@/parts/PageHead";
import { PageProblem, ProblemNotice } from "@/parts/Problem";
import { RowsSkeleton } from "@/parts/Skeletons";
import { Tag } from "@/parts/Tag";
import { useChangeReply, useRemoveReply, useReplies } from "../data";
import { ClosingCard } from "../parts/ClosingCard";
import css from "../parts/Replies.module.css";
import { ReplyForm } from "../parts/ReplyForm";
import { ReplyText } from "../parts/ReplyText";

const WHOSE = ["mine", "shop"] as const;

/** The texts that are sent often: one's own, and the shop's, which those who run its desk keep. */
export default function QuickReplies() {
  const { t } = useTranslation("desk");
  const { shopId = "" } = useParams();
  const [query] = useSearchParams();
  const whose = WHOSE.find((one) => one === query.get("of")) ?? "mine";
  const { data, error, refetch } = useReplies(shopId);
  const { data: me } = useMe();
  const manages = me?.shops.find(({ id }) => id === shopId)?.permissions.includes("desk.manage") ?? false;
  const may = whose === "mine" || manages;
  const [form, setForm] = useState<Reply | "new" | null>(null);
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  const list = data?.[whose];
  const add = may && (
    <Button type="primary" icon={<Plus />} onClick={() => setForm("new")}>
      {t("reply.add")}
    </Button>
  );
  return (
    <div className="col" style={{ gap: 14, maxWidth: 960 }}>
      <PageHead
        above={<Link to={`/s/${shopId}/desk`}>{t("bench.title")}</Link>}
        title={t("reply.title")}
        acts={list?.length ? add : null}
      />
      <p className="t2 s13">{t("reply.about")}</p>
      <FilterTabs
        label={t("reply.whose")}
        active={whose}
        tabs={WHOSE.map((key) => ({
          key,
          name: t(`reply.${key}`),
          count: data ? String(data[key].length) : null,
          to: key === "mine" ? "?" : `?of=${key}`,
        }))}
      />
      {whose === "shop" && data && <ClosingCard shop={shopId} text={data.closing} may={manages} />}
      <section className="card" style={{ overflow: "clip" }} aria-label={t(`reply.${whose}`)}>
        {!list && <RowsSkeleton rows={4} height={64} />}
        {list?.length === 0 && (
          <Empty
            fact={t(whose === "mine" ? "reply.none" : "reply.none_shop")}
            next={t("reply.none_next")}
            act={add || null}
          />
        )}
        {list?.map((reply, at) => (
          <Kept
            key={reply.id}
            shop={shopId}
            reply={reply}
            may={may}
            last={at === list.length - 1}
            edit={() => setForm(reply)}
          />
        ))}
      </section>
      {data && list && (
        <p className="s12 t3">{data.most !== null && t("reply.count", { count: list.length, most: data.most })}</p>
      )}
      {data && form && (
        <ReplyForm
          shop={shopId}
          whose={whose}
          reply={form === "new" ? null : form}
          all={data}
          close={() => setForm(null)}
        />
      )}
    </div>
  );
}

type KeptProps = { shop: string; reply: Reply; may: boolean; last: boolean; edit: () => void };

function Kept({ shop, reply, may, last, edit }: KeptProps) {
  const { t } = useTranslation(["desk", "app"]);
  const { modal } = App.useApp();
  const change = useChangeReply(shop);
  const remove = useRemoveReply(shop);
  const name = reply.title;
  const move = (by: number) => change.mutate({ id: reply.id, place: reply.place + by });
  const failed = change.error ?? remove.error;
  return (
    <div className={css.kept}>
      <div className="grow">
        <span className="row wrap">
          <b className="w5">{name}</b>
          {reply.shortcut && <span className={css.shortcut}>{reply.shortcut}</span>}
          {reply.folder && <Tag>{reply.folder}</Tag>}
        </span>
        <span className={css.said}>
          <ReplyText text={reply.text} />
        </span>
        {failed && <ProblemNotice error={failed} />}
      </div>
      {may && (
        <span className="row">
          <Button
            type="text"
            icon={<ChevronUp />}
            aria-label={t("reply.up", { name })}
            disabled={reply.place === 0 || change.isPending}
            onClick={() => move(-1)}
          />
          <Button
            type="text"
            icon={<ChevronDown />}
            aria-label={t("reply.down", { name })}
            disabled={last || change.isPending}
            onClick={() => move(1)}
          />
          <Button type="text" icon={<Pencil />} aria-label={t("reply.edit_one", { name })} onClick={edit} />
          <Button
            type="text"
            danger
            icon={<Trash2 />}
            aria-label={t("reply.remove_one", { name })}
            onClick={() =>
              modal.confirm({
                title: t("reply.remove_title", { name }),
                okText: t("reply.remove"),
                okButtonProps: { danger: true },
                cancelText: t("app:act.cancel"),
                onOk: () => remove.mutateAsync(reply.id).catch(() => undefined),
              })
            }
          />
        </span>
      )}
    </div>
  );
}
