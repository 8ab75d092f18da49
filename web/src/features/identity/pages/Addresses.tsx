import { Button, Form, Modal } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { useAddAddress, useAddresses, useMe } from "@/app/data";
import { usePlace } from "@/app/place";
import type { Address, AddressIn } from "@/app/types";
import { ADDRESS_FIELDS, AddressForm, countryOf } from "@/parts/AddressForm";
import { AddressText } from "@/parts/AddressText";
import { Empty } from "@/parts/Empty";
import { PageHead } from "@/parts/PageHead";
import { ProblemNotice, useOnFields } from "@/parts/Problem";
import { PageSkeleton } from "@/parts/Skeletons";
import { useChangeAddress, useRetireAddress } from "../data";
import css from "../parts/Bare.module.css";

export default function Addresses() {
  const { t } = useTranslation("identity");
  const { data: me } = useMe();
  const { data, error, refetch } = useAddresses(Boolean(me?.person));
  const [editing, edit] = useState<Address | "new" | null>(null);
  const retire = useRetireAddress();
  if (me && !me.person) return <Navigate to="/sign-in?next=/me/addresses" replace />;
  const add = (
    <Button type="primary" icon={<Plus />} onClick={() => edit("new")}>
      {t("addresses.add")}
    </Button>
  );
  return (
    <div className="col" style={{ gap: 16, maxWidth: 960, margin: "20px auto 0" }}>
      <PageHead title={t("addresses.title")} acts={data && data.length > 0 && add} />
      {error && <ProblemNotice error={error} retry={() => void refetch()} />}
      {retire.error && <ProblemNotice error={retire.error} />}
      {!data && !error && <PageSkeleton cards={1} />}
      {data?.length === 0 && <Empty fact={t("addresses.none")} next={t("addresses.none_next")} act={add} />}
      <div className={css.addresses}>
        {data?.map((address) => (
          <section key={address.id} className={`card ${css.address}`}>
            <AddressText address={address} />
            <div className="row" style={{ gap: 16 }}>
              <button
                type="button"
                className="link s13"
                onClick={() => edit(address)}
                aria-label={t("addresses.edit_one", { name: address.name })}
              >
                {t("addresses.edit")}
              </button>
              <button
                type="button"
                className="link s13 t3"
                disabled={retire.isPending}
                onClick={() => retire.mutate(address.id)}
                aria-label={t("addresses.remove_one", { name: address.name })}
              >
                {t("addresses.remove")}
              </button>
            </div>
          </section>
        ))}
      </div>
      <Editing editing={editing} close={() => edit(null)} />
    </div>
  );
}

function Editing({ editing, close }: { editing: Address | "new" | null; close: () => void }) {
  const { t } = useTranslation("identity");
  const { market } = usePlace();
  const [form] = Form.useForm<AddressIn>();
  const add = useAddAddress();
  const change = useChangeAddress();
  const act = editing === "new" ? add : change;
  const left = useOnFields(form, act.error, ADDRESS_FIELDS);
  const save = (address: AddressIn) => {
    if (editing === "new") add.mutate(address, { onSuccess: close });
    else if (editing) change.mutate({ id: editing.id, address }, { onSuccess: close });
  };
  return (
    <Modal
      open={editing !== null}
      onCancel={close}
      footer={null}
      title={t(editing === "new" ? "addresses.add" : "addresses.edit_title")}
      afterClose={() => act.reset()}
      destroyOnHidden
    >
      <AddressForm
        form={form}
        initial={editing === "new" || editing === null ? { country: countryOf(market) } : editing}
        busy={act.isPending}
        save={save}
        cancel={close}
      />
      {left ? <ProblemNotice error={left} /> : null}
    </Modal>
  );
}
