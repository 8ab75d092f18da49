import { Button, Form, type FormInstance, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { AddressIn } from "@/app/types";
import css from "./AddressForm.module.css";

const FIELDS = ["name", "phone", "country", "region", "city", "district", "line", "postcode"] as const;
export const ADDRESS_FIELDS: readonly string[] = FIELDS;
const COUNTRIES = ["CN", "SG", "MY", "TH", "VN", "PH", "ID", "GB", "US"];
/** Markets are called as the rulebook calls them; addresses by ISO 3166. */
const COUNTRY_OF: Record<string, string> = { UK: "GB" };
export const countryOf = (market: string | null) => (market ? (COUNTRY_OF[market] ?? market) : "CN");

type Props = {
  form: FormInstance<AddressIn>;
  initial: Partial<AddressIn>;
  busy: boolean;
  save: (address: AddressIn) => void;
  cancel?: (() => void) | undefined;
};

/** An address, its parts in the order in which the country writes them. */
export function AddressForm({ form, initial, busy, save, cancel }: Props) {
  const { t } = useTranslation(["parts", "app"]);
  const country = Form.useWatch("country", form) ?? initial.country ?? "CN";
  const large = country === "CN";
  const needed = (name: string) => [{ required: true, whitespace: true, message: t(`address.needs.${name}`) }];
  const place = [
    <Form.Item
      key="region"
      name="region"
      label={t(large ? "address.province" : "address.region")}
      rules={needed("region")}
    >
      <Input autoComplete="address-level1" maxLength={60} />
    </Form.Item>,
    <Form.Item key="city" name="city" label={t("address.city")} rules={needed("city")}>
      <Input autoComplete="address-level2" maxLength={60} />
    </Form.Item>,
    <Form.Item key="district" name="district" label={t("address.district")}>
      <Input autoComplete="address-level3" maxLength={60} />
    </Form.Item>,
    <Form.Item key="line" name="line" label={t("address.line")} rules={needed("line")} className={css.wide}>
      <Input autoComplete="street-address" maxLength={120} />
    </Form.Item>,
  ];
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ district: "", postcode: "", ...initial }}
      onFinish={(values: AddressIn) =>
        save({ ...values, district: values.district ?? "", postcode: values.postcode ?? "" })
      }
      className={css.form}
    >
      <Form.Item name="name" label={t("address.name")} rules={needed("name")}>
        <Input autoComplete="name" maxLength={60} />
      </Form.Item>
      <Form.Item name="phone" label={t("address.phone")} rules={needed("phone")}>
        <Input autoComplete="tel" inputMode="tel" maxLength={40} />
      </Form.Item>
      <Form.Item name="country" label={t("address.country")} className={css.wide}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={COUNTRIES.map((value) => ({ value, label: t(`app:market.${value === "GB" ? "UK" : value}`) }))}
        />
      </Form.Item>
      {large ? place : [place[3], place[2], place[1], place[0]]}
      <Form.Item name="postcode" label={t("address.postcode")}>
        <Input autoComplete="postal-code" maxLength={20} />
      </Form.Item>
      <div className={`row ${css.wide}`} style={{ justifyContent: "flex-end" }}>
        {cancel && <Button onClick={cancel}>{t("app:act.cancel")}</Button>}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t("address.save")}
        </Button>
      </div>
    </Form>
  );
}
