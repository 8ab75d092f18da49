import type { Product, Sku } from "@/app/types";
import type { ProductIn, ProductPatch, SkuPatch } from "../data";

/** A product as its form holds it: amounts as typed, stock only for what is new. */
export type SkuDraft = {
  id?: string;
  code: string;
  name: string;
  price: string;
  barcode: string;
  stock?: number;
  active: boolean;
};
export type Draft = { title: string; category: string; description: string; pictures: string[]; skus: SkuDraft[] };

export const EMPTY_SKU: SkuDraft = { code: "", name: "", price: "", barcode: "", stock: 0, active: true };
export const FIELDS = ["title", "category", "description", "pictures", "skus"];

/** An amount in the currency's own places: `99` becomes `99.00`. Nothing for what is no amount, or too exact. */
export function exactAmount(text: string, places: number): string | null {
  const found = /^(\d{1,13})(?:\.(\d*))?$/.exec(text.replace(/[,，\s]/g, ""));
  if (!found) return null;
  const [, whole = "0", part = ""] = found;
  const kept = part.replace(/0+$/, "");
  if (kept.length > places) return null;
  const amount = BigInt(whole).toString();
  return places ? `${amount}.${kept.padEnd(places, "0")}` : amount;
}

export function draftOf(product: Product | undefined): Draft {
  if (!product) return { title: "", category: "", description: "", pictures: [], skus: [EMPTY_SKU] };
  return {
    title: product.title,
    category: product.category.code,
    description: product.description,
    pictures: product.pictures,
    skus: product.skus.map((sku: Sku) => ({
      id: sku.id,
      code: sku.code,
      name: sku.name,
      price: sku.price.amount,
      barcode: sku.barcode,
      active: sku.active,
    })),
  };
}

type Coin = { currency: string; places: number };

function price(text: string, { currency, places }: Coin) {
  return { amount: exactAmount(text, places) ?? text, currency };
}

export function toCreate(draft: Draft, coin: Coin): ProductIn {
  const skus = draft.skus.map(({ code, name, price: text, barcode, stock }) => ({
    code,
    name: name ?? "",
    barcode: barcode ?? "",
    price: price(text, coin),
    stock: stock ?? 0,
    weight_grams: 0,
    picture: "",
  }));
  const { title, category, description, pictures } = draft;
  return { title, category, description: description ?? "", pictures, attributes: {}, skus };
}

/** Only what changed; words and pictures of a product on sale are left alone. */
export function toChange(draft: Draft, before: Draft, coin: Coin, words: boolean): ProductPatch {
  const patch: ProductPatch = {};
  if (words) {
    if (draft.title !== before.title) patch.title = draft.title;
    if (draft.category !== before.category) patch.category = draft.category;
    if ((draft.description ?? "") !== before.description) patch.description = draft.description ?? "";
    if (draft.pictures.join() !== before.pictures.join()) patch.pictures = draft.pictures;
  }
  const skus = draft.skus.flatMap((sku): SkuPatch[] => {
    const was = before.skus.find(({ id }) => id !== undefined && id === sku.id);
    const now = { code: sku.code, name: sku.name ?? "", barcode: sku.barcode ?? "", price: price(sku.price, coin) };
    if (!was) return [{ ...now, stock: sku.stock ?? 0 } as SkuPatch];
    const changes: Partial<SkuPatch> = {};
    if (sku.code !== was.code) changes.code = now.code;
    if (words && now.name !== was.name) changes.name = now.name;
    if (now.barcode !== was.barcode) changes.barcode = now.barcode;
    if (now.price.amount !== was.price) changes.price = now.price;
    if (sku.active !== was.active) changes.active = sku.active;
    return Object.keys(changes).length > 0 ? [{ id: sku.id, ...changes } as SkuPatch] : [];
  });
  if (skus.length > 0) patch.skus = skus;
  return patch;
}
