import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { DataTable, type DataTableProps, Pager } from "./DataTable";
import { ProblemNotice } from "./Problem";

type Page<T> = { items: T[]; prev_cursor: string | null; next_cursor: string | null };

type Props<T, P extends Page<T>> = Omit<DataTableProps<T>, "rows" | "rowKey" | "stale" | "foot"> & {
  /** What the server answered to the question for this page. */
  answer: Pick<UseQueryResult<P>, "data" | "error" | "isPlaceholderData" | "refetch">;
  /** What stands at the foot: how many there are. */
  told: (page: P) => ReactNode;
  /** Go to the page at a cursor. */
  turn: (cursor: string) => void;
};

/** A list that the server gives in pages: its table, the way on, and what went wrong in its place. */
export function PagedTable<T extends { id: string }, P extends Page<T>>(props: Props<T, P>) {
  const { answer, told, turn, ...table } = props;
  const { data, error, isPlaceholderData, refetch } = answer;
  if (error) {
    return (
      <div className="pad">
        <ProblemNotice error={error} retry={() => void refetch()} />
      </div>
    );
  }
  const to = (cursor: string | null) => (cursor ? () => turn(cursor) : null);
  return (
    <DataTable
      {...table}
      rows={data?.items}
      rowKey={({ id }) => id}
      stale={isPlaceholderData}
      foot={data && <Pager text={told(data)} before={to(data.prev_cursor)} after={to(data.next_cursor)} />}
    />
  );
}
