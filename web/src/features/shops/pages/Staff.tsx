import { Button, Form, Input, Modal, Select } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useMe } from "@/app/data";
import { tableDay } from "@/app/format";
import { useWhen } from "@/app/place";
import type { Member } from "@/app/types";
import { type Columns, DataTable } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { EndLink } from "@/parts/EndLink";
import { NearNotice } from "@/parts/NearNotice";
import { PageHead } from "@/parts/PageHead";
import { PageProblem, ProblemNotice, useOnFields } from "@/parts/Problem";
import { Avatar, Tag } from "@/parts/Tag";
import { useAddMember, useChangeMember, useLimits, useMembers, useRemoveMember } from "../data";
import { ROLES } from "../parts/roles";
import { Viewings } from "../parts/Viewings";

/** Who works in the shop, and as what. */
export default function Staff() {
  const { t } = useTranslation(["shops", "app"]);
  const { shopId = "" } = useParams();
  const { data, error, refetch } = useMembers(shopId);
  const limits = useLimits(shopId);
  const [adding, setAdding] = useState(false);
  const remove = useRemoveMember(shopId);
  const change = useChangeMember(shopId);
  const columns = useColumns(shopId, change, remove);
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  const failed = change.error ?? remove.error;
  return (
    <div className="col" style={{ gap: 14, maxWidth: 1184 }}>
      <PageHead
        title={t("staff.title")}
        acts={
          <Button type="primary" icon={<Plus />} onClick={() => setAdding(true)}>
            {t("staff.add")}
          </Button>
        }
      />
      {failed && <ProblemNotice error={failed} />}
      <NearNotice limits={limits.data} />
      <section className="card" style={{ overflow: "clip" }}>
        <DataTable
          rows={data}
          columns={columns}
          rowKey={({ person }) => person}
          height={44}
          card={(member) => (
            <div className="pad row sb">
              <Who member={member} />
              <Tag>{t(`app:role.${member.role}`)}</Tag>
            </div>
          )}
          empty={<Empty fact={t("staff.none")} />}
        />
      </section>
      <Viewings shop={shopId} />
      <Adding shop={shopId} open={adding} close={() => setAdding(false)} />
    </div>
  );
}

const called = ({ name, phone, email }: Member) => name || phone || email;

function Who({ member }: { member: Member }) {
  return (
    <span className="row" style={{ gap: 10 }}>
      <Avatar name={called(member)} size={28} />
      <span className="grow">
        <span className="w5 el">{member.name || "—"}</span>
        <span className="s12 t3 el" style={{ marginLeft: 8 }}>
          {[member.phone, member.email].filter(Boolean).join(" · ")}
        </span>
      </span>
    </span>
  );
}

function useColumns(
  shop: string,
  change: ReturnType<typeof useChangeMember>,
  remove: ReturnType<typeof useRemoveMember>,
): Columns<Member> {
  const { t } = useTranslation(["shops", "app"]);
  const when = useWhen();
  const { data: me } = useMe();
  const mine = me?.shops.find(({ id }) => id === shop);
  const roles = ROLES.filter((role) => role !== "owner" || mine?.permissions.includes("shops.owners"));
  return [
    { key: "who", title: t("staff.who"), render: (_, member) => <Who member={member} /> },
    {
      key: "role",
      title: t("staff.role"),
      width: 200,
      render: (_, member) => (
        <Select
          value={member.role}
          variant="filled"
          style={{ width: 150 }}
          aria-label={t("staff.role_of", { name: called(member) })}
          disabled={member.person === me?.person?.id || (member.role === "owner" && !roles.includes("owner"))}
          loading={change.isPending && change.variables.person === member.person}
          onChange={(role) => change.mutate({ person: member.person, role })}
          options={[...new Set([...roles, member.role])].map((value) => ({ value, label: t(`app:role.${value}`) }))}
        />
      ),
    },
    {
      key: "since",
      title: t("staff.since"),
      width: 140,
      render: (_, member) => <span className="t2">{tableDay(Date.parse(member.since), when)}</span>,
    },
    {
      key: "act",
      title: <span className="hidden-visually">{t("staff.end")}</span>,
      width: 110,
      align: "right",
      render: (_, member) =>
        member.person === me?.person?.id ? null : (
          <EndLink
            word={t("staff.end")}
            label={t("staff.end_one", { name: called(member) })}
            title={t("staff.end_title", { name: called(member) })}
            what={t("staff.end_what")}
            end={() => remove.mutateAsync(member.person)}
          />
        ),
    },
  ];
}

function Adding({ shop, open, close }: { shop: string; open: boolean; close: () => void }) {
  const { t } = useTranslation(["shops", "app"]);
  const add = useAddMember(shop);
  const { data: me } = useMe();
  const owners = me?.shops.find(({ id }) => id === shop)?.permissions.includes("shops.owners");
  const [form] = Form.useForm<{ to: string; role: string }>();
  const left = useOnFields(form, add.error, ["to", "role"]);
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("staff.add")}
      okText={t("staff.add_go")}
      cancelText={t("app:act.cancel")}
      confirmLoading={add.isPending}
      onOk={() => form.submit()}
      afterClose={() => add.reset()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ role: "agent" }}
        onFinish={(member) => add.mutate(member, { onSuccess: close })}
      >
        <Form.Item
          name="to"
          label={t("staff.to")}
          extra={t("staff.to_hint")}
          rules={[{ required: true, whitespace: true, message: t("staff.needs_to") }]}
        >
          <Input autoFocus maxLength={254} />
        </Form.Item>
        <Form.Item name="role" label={t("staff.role")}>
          <Select
            options={ROLES.filter((role) => role !== "owner" || owners).map((value) => ({
              value,
              label: t(`app:role.${value}`),
            }))}
          />
        </Form.Item>
      </Form>
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
