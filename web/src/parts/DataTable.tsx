import { Table, type TableProps } from "antd";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNarrow } from "@/app/screen";
import css from "./DataTable.module.css";
import { RowsSkeleton } from "./Skeletons";

export type RowHeight = 56 | 44 | 36;
export type Columns<T> = NonNullable<TableProps<T>["columns"]>;

export type DataTableProps<T> = {
  rows: T[] | undefined;
  columns: Columns<T>;
  rowKey: (row: T) => string;
  /** 56 with a picture and two lines, 44 with one line and controls, 36 compact. */
  height?: RowHeight;
  /** The row as a card, for a phone. */
  card: (row: T) => ReactNode;
  empty: ReactNode;
  /** Old rows while new ones are on their way. */
  stale?: boolean;
  open?: (row: T) => void;
  /** The row under the keyboard's cursor. */
  cursor?: string | null;
  selection?: { keys: string[]; change: (keys: string[]) => void; name: (row: T) => string; may?: (row: T) => boolean };
  foot?: ReactNode;
};

/** A list of things: a table where there is room, cards on a phone, skeletons in the same shape before. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { rows, columns, rowKey, height = 56, card, empty, stale = false, open, cursor, selection, foot } = props;
  const narrow = useNarrow();
  if (!rows) return <RowsSkeleton height={narrow ? 88 : height} />;
  if (rows.length === 0) return <>{empty}</>;
  if (narrow) {
    return (
      <>
        <ul className={`${css.cards} ${stale ? css.stale : ""}`}>
          {rows.map((row) => (
            <li key={rowKey(row)}>{card(row)}</li>
          ))}
        </ul>
        {foot}
      </>
    );
  }
  return (
    <>
      {stale && <div className={css.busy} />}
      <Table<T>
        className={`${css.table} ${stale ? css.stale : ""}`}
        style={{ "--row": `${height}px` } as React.CSSProperties}
        columns={columns}
        dataSource={rows}
        rowKey={rowKey}
        size={height === 36 ? "small" : "large"}
        pagination={false}
        tableLayout="fixed"
        rowClassName={(row) => (rowKey(row) === cursor ? (css.cursor ?? "") : "")}
        onRow={(row) =>
          open ? { onClick: ({ target }) => !isControl(target) && open(row), style: { cursor: "pointer" } } : {}
        }
        {...(selection
          ? {
              rowSelection: {
                selectedRowKeys: selection.keys,
                onChange: (keys) => selection.change(keys.map(String)),
                columnWidth: 40,
                getCheckboxProps: (row) => ({
                  disabled: selection.may ? !selection.may(row) : false,
                  "aria-label": selection.name(row),
                }),
              },
            }
          : {})}
      />
      {foot}
    </>
  );
}

/** A click on something that acts by itself does not open the row. */
function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest("a, button, input, label, [role='dialog'], .ant-table-selection-column") !== null
  );
}

type PagerProps = { text: ReactNode; before: (() => void) | null; after: (() => void) | null };

/** Where in the list the reader is, and the way on. */
export function Pager({ text, before, after }: PagerProps) {
  const { t } = useTranslation("parts");
  return (
    <div className={css.pager}>
      <span className="t3 s12">{text}</span>
      <span className="grow" />
      <button type="button" onClick={before ?? undefined} disabled={!before} aria-label={t("pager.before")}>
        <ChevronLeft />
      </button>
      <button type="button" onClick={after ?? undefined} disabled={!after} aria-label={t("pager.after")}>
        <ChevronRight />
      </button>
    </div>
  );
}
