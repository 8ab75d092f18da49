import { useQuery } from "@tanstack/react-query";
import { useLocation } from "react-router";
import { useNow } from "@/app/clock";
import { usePlace } from "@/app/place";
import type { Total } from "@/app/types";
import { shopOrders } from "../data";
import { wantedOf } from "./wanted";

export type Neighbours = {
  list: string;
  place: number | null;
  total: Total | null;
  before: string | null;
  after: string | null;
};

/** Where an order stands in the list its reader came from: what J and K go to. */
export function useNeighbours(shop: string, order: string): Neighbours {
  const { zone } = usePlace();
  const list = (useLocation().state as { list?: string } | null)?.list;
  const query = new URLSearchParams(list ?? "");
  const wanted = wantedOf(query, zone, useNow("hour"));
  const { data } = useQuery({
    ...shopOrders(shop, wanted),
    enabled: list !== undefined,
    refetchInterval: false,
    staleTime: 60_000,
  });
  const at = data?.items.findIndex(({ id }) => id === order) ?? -1;
  const neighbour = (step: number) => data?.items[at + step]?.id ?? null;
  return {
    list: list ?? "",
    place: at < 0 ? null : at + 1 + Number(query.get("at") ?? 0),
    total: data?.total ?? null,
    before: at < 0 ? null : neighbour(-1),
    after: at < 0 ? null : neighbour(1),
  };
}
