import { Button, Form, Input, Modal, Select } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "@/app/data";
import { tableDay } from "@/app/format";
import { useWhen } from "@/app/place";
import { useReal } from "@/app/real";
import type { OperatorSeen } from "@/app/types";
import { type Columns, DataTable } from "@/parts/DataTable";
import { Empty } from "@/parts/Empty";
import { EndLink } from "@/parts/EndLink";
import { PageHead } from "@/parts/PageHead";
import { PageProblem, Refusal, useOnFields } from "@/parts/Problem";
import { Avatar, Tag } from "@/parts/Tag";
import { useAddOperator, useChangeOperator, useOperatorRoles, useOperators, useRemoveOperator } from "../data";
import { called } from "../parts/Hats";
import { RolesCard } from "../parts/RolesCard";

/** Who works for the marketplace, and as what. */
export default function Operators() {
  const { t } = useTranslation("identity");
  const { data, error, refetch } = useOperators();
  const [adding, setAdding] = useState(false);
  const change = useChangeOperator();
  const remove = useRemoveOperator();
  const columns = useColumns(change, remove);
  if (error) return <PageProblem error={error} retry={() => void refetch()} />;
  const failed = change.error ?? remove.error;
  return (
    <div className="col" style={{ gap: 14, maxWidth: 1184 }}>
      <PageHead
        title={t("operators.title")}
        acts={
          <Button type="primary" icon={<Plus />} onClick={() => setAdding(true)}>
            {t("operators.add")}
          </Button>
        }
      />
      {failed && <Refusal error={failed} />}
      <section className="card" style={{ overflow: "clip" }} aria-label={t("operators.title")}>
        <DataTable
          rows={data}
          columns={columns}
          rowKey={({ person }) => person}
          height={44}
          card={(one) => (
            <div className="pad row sb">
              <Who one={one} />
              <Tag>{t(`app:role.${one.role}`)}</Tag>
            </div>
          )}
          empty={<Empty fact={t("operators.none")} />}
        />
      </section>
      <RolesCard />
      <Adding open={adding} close={() => setAdding(false)} />
    </div>
  );
}

const nameOf = (one: OperatorSeen) => called({ ...one, id: one.person });

function Who({ one }: { one: OperatorSeen }) {
  return (
    <Link to={`/op/people/${one.person}`} className="row" style={{ gap: 10, minWidth: 0 }}>
      <Avatar name={nameOf(one)} size={28} />
      <span className="grow" style={{ minWidth: 0 }}>
        <span className="w5 el">{one.name || "—"}</span>
        <span className="s12 t3 el" style={{ marginLeft: 8 }}>
          {[one.phone, one.email].filter(Boolean).join(" · ")}
        </span>
      </span>
    </Link>
  );
}

function useColumns(
  change: ReturnType<typeof useChangeOperator>,
  remove: ReturnType<typeof useRemoveOperator>,
): Columns<OperatorSeen> {
  const { t } = useTranslation(["identity", "app"]);
  const when = useWhen();
  const real = useReal();
  const { data: me } = useMe();
  const { data: roles = [] } = useOperatorRoles();
  return [
    { key: "who", title: t("operators.who"), render: (_, one) => <Who one={one} /> },
    {
      key: "role",
      title: t("operators.role"),
      width: 180,
      render: (_, one) => (
        <Select
          value={one.role}
          variant="filled"
          style={{ width: 140 }}
          aria-label={t("operators.role_of", { name: nameOf(one) })}
          disabled={one.person === me?.person?.id}
          loading={change.isPending && change.variables.person === one.person}
          onChange={(role) => change.mutate({ person: one.person, role })}
          options={[...new Set([...roles.map(({ role }) => role), one.role])].map((value) => ({
            value,
            label: t(`app:role.${value}`),
          }))}
        />
      ),
    },
    {
      key: "second",
      title: t("operators.second"),
      width: 130,
      render: (_, one) =>
        one.secured ? <Tag tint="ok">{t("operators.has")}</Tag> : <Tag tint="warn">{t("operators.lacks")}</Tag>,
    },
    {
      key: "seen",
      title: t("people.seen"),
      width: 150,
      render: (_, one) => <span className="t2 nw">{one.last_seen ? real(one.last_seen) : "—"}</span>,
    },
    {
      key: "since",
      title: t("operators.since"),
      width: 130,
      render: (_, one) => <span className="t2 nw">{tableDay(Date.parse(one.since), when)}</span>,
    },
    {
      key: "act",
      title: <span className="hidden-visually">{t("operators.end")}</span>,
      width: 90,
      align: "right",
      render: (_, one) =>
        one.person === me?.person?.id ? null : (
          <EndLink
            word={t("operators.end")}
            label={t("operators.end_one", { name: nameOf(one) })}
            title={t("operators.end_title", { name: nameOf(one) })}
            what={t("operators.end_what")}
            end={() => remove.mutateAsync(one.person)}
          />
        ),
    },
  ];
}

function Adding({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation(["identity", "app"]);
  const add = useAddOperator();
  const { data: roles = [] } = useOperatorRoles();
  const [form] = Form.useForm<{ to: string; role: string }>();
  const left = useOnFields(form, add.error, ["to", "role"]);
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("operators.add")}
      okText={t("operators.add_go")}
      cancelText={t("app:act.cancel")}
      confirmLoading={add.isPending}
      onOk={() => form.submit()}
      afterClose={() => add.reset()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ role: "support" }}
        onFinish={(one) => add.mutate(one, { onSuccess: close })}
      >
        <Form.Item
          name="to"
          label={t("operators.to")}
          extra={t("operators.to_hint")}
          rules={[{ required: true, whitespace: true, message: t("operators.needs_to") }]}
        >
          <Input autoFocus maxLength={254} />
        </Form.Item>
        <Form.Item name="role" label={t("operators.role")}>
          <Select options={roles.map(({ role }) => ({ value: role, label: t(`app:role.${role}`) }))} />
        </Form.Item>
      </Form>
      {left ? <Refusal error={left} /> : null}
    </Modal>
  );
}
