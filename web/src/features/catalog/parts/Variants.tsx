import { Button, Form, Input, InputNumber, Switch } from "antd";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Product, Sku } from "@/app/types";
import { Tag } from "@/parts/Tag";
import { EMPTY_SKU, exactAmount } from "./draft";
import css from "./Manage.module.css";
import { StockDialog } from "./StockDialog";

type Coin = { currency: string; places: number };
type Props = { product: Product | undefined; coin: Coin; words: boolean; closed: boolean };

/** The variants: code, name, price, barcode and what lies on the shelf. */
export function Variants({ product, coin, words, closed }: Props) {
  const { t } = useTranslation("catalog");
  const [counting, count] = useState<Sku | null>(null);
  return (
    <section className="card">
      <header>
        <h2>{t("sku.title")}</h2>
        <span className="grow" />
        <span className="s12 t3">{t("sku.currency", { currency: coin.currency })}</span>
      </header>
      <Form.List name="skus">
        {(fields, { add, remove }) => (
          <>
            <div className={css.scroll}>
              <table className={css.variants}>
                <thead>
                  <tr>
                    <th>{t("sku.code")}</th>
                    <th>{t("sku.name")}</th>
                    <th>{t("sku.price")}</th>
                    <th>{t("sku.barcode")}</th>
                    <th>{t("sku.stock")}</th>
                    <th>{t("sku.active")}</th>
                  </tr>
                </thead>
                <tbody>
                  {fields.map(({ key, name }) => (
                    <Row
                      key={key}
                      at={name}
                      sku={product?.skus[name]}
                      coin={coin}
                      words={words && !closed}
                      closed={closed}
                      count={count}
                      remove={fields.length > 1 ? () => remove(name) : null}
                    />
                  ))}
                </tbody>
              </table>
            </div>
            {words && !closed && (
              <div className="pad">
                <Button type="dashed" icon={<Plus />} onClick={() => add(EMPTY_SKU)}>
                  {t("sku.add")}
                </Button>
              </div>
            )}
          </>
        )}
      </Form.List>
      {product && <StockDialog product={product} sku={counting} close={() => count(null)} />}
    </section>
  );
}

type RowProps = {
  at: number;
  sku: Sku | undefined;
  coin: Coin;
  words: boolean;
  closed: boolean;
  count: (sku: Sku) => void;
  remove: (() => void) | null;
};

function Row({ at, sku, coin, words, closed, count, remove }: RowProps) {
  const { t } = useTranslation("catalog");
  const label = (name: string) => t("sku.of", { field: t(`sku.${name}`), n: at + 1 });
  const price = {
    validator: (_: unknown, text: string) =>
      exactAmount(text ?? "", coin.places)
        ? Promise.resolve()
        : Promise.reject(new Error(t("sku.bad_price", { places: coin.places }))),
  };
  return (
    <tr>
      <td data-name={t("sku.code")}>
        <Form.Item name={[at, "code"]} rules={[{ required: true, whitespace: true, message: t("sku.needs_code") }]}>
          <Input maxLength={60} style={{ minWidth: 110 }} aria-label={label("code")} disabled={closed} />
        </Form.Item>
      </td>
      <td data-name={t("sku.name")}>
        <Form.Item name={[at, "name"]}>
          <Input maxLength={120} style={{ minWidth: 120 }} aria-label={label("name")} disabled={!words} />
        </Form.Item>
      </td>
      <td data-name={t("sku.price")}>
        <Form.Item name={[at, "price"]} rules={[price]}>
          <Input
            inputMode="decimal"
            style={{ width: 110, textAlign: "right" }}
            aria-label={label("price")}
            disabled={closed}
          />
        </Form.Item>
      </td>
      <td data-name={t("sku.barcode")}>
        <Form.Item name={[at, "barcode"]}>
          <Input
            maxLength={14}
            inputMode="numeric"
            style={{ width: 140 }}
            aria-label={label("barcode")}
            disabled={closed}
          />
        </Form.Item>
      </td>
      <td data-name={t("sku.stock")}>
        {sku ? (
          <div className={css.stock}>
            <b>{sku.stock}</b>
            {sku.reserved ? <span className="s12 t3">{t("sku.reserved", { count: sku.reserved })}</span> : null}
            {sku.low && <Tag tint="warn">{t("manage.low")}</Tag>}
            <button
              type="button"
              className="link s12"
              onClick={() => count(sku)}
              aria-label={t("stock.of", { name: sku.name || sku.code })}
            >
              {t("stock.change")}
            </button>
          </div>
        ) : (
          <Form.Item name={[at, "stock"]}>
            <InputNumber min={0} precision={0} style={{ width: 90 }} aria-label={label("stock")} />
          </Form.Item>
        )}
      </td>
      <td data-name={t("sku.active")}>
        {sku ? (
          <Form.Item name={[at, "active"]} valuePropName="checked">
            <Switch size="small" aria-label={label("active")} disabled={closed} />
          </Form.Item>
        ) : (
          remove && <Button type="text" icon={<X />} onClick={remove} aria-label={t("sku.remove", { n: at + 1 })} />
        )}
      </td>
    </tr>
  );
}
