import { useQuery } from "@tanstack/react-query";
import { useAct } from "@/app/act";
import { api, body, under } from "@/app/api";
import type { Card } from "@/app/types";

const key = (id: string) => ["payment", id] as const;

/** A payment; asked again while the bank has not answered. */
export function usePayment(id: string, wanted: boolean) {
  return useQuery({
    queryKey: key(id),
    queryFn: () => body(api.GET("/payments/{payment_id}", { params: { path: { payment_id: id } } })),
    enabled: wanted,
    refetchInterval: ({ state }) => (state.data?.state === "pending" ? 2000 : 30_000),
  });
}

export function usePay(id: string) {
  return useAct({
    do: (card: Card, idem) =>
      body(
        api.POST("/payments/{payment_id}/pay", {
          params: { path: { payment_id: id } },
          ...under(idem),
          body: { card },
        }),
      ),
    changes: [key(id), ["order"], ["mine"]],
  });
}

/** The first order that a payment pays: its clock says until when. */
export function usePaidOrder(id: string | undefined) {
  return useQuery({
    queryKey: ["order", id],
    queryFn: () => body(api.GET("/orders/{order_id}", { params: { path: { order_id: id ?? "" } } })),
    enabled: id !== undefined,
  });
}
