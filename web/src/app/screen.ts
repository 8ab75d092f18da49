import { useSyncExternalStore } from "react";

const phone = globalThis.matchMedia?.("(max-width: 640px)");

/** Whether this is a phone's width: tables are cards, popovers are sheets. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      phone?.addEventListener("change", listener);
      return () => phone?.removeEventListener("change", listener);
    },
    () => phone?.matches ?? false,
  );
}
