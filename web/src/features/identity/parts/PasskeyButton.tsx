import { Button } from "antd";
import { KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Me } from "@/app/types";
import { Notice, ProblemNotice } from "@/parts/Problem";
import { usePasskeySignIn } from "../data";
import { NoPasskey, passkeysHere } from "./passkey";

/** In by a passkey, where this browser has such a thing. */
export function PasskeyButton({ done }: { done: (me: Me) => void }) {
  const { t } = useTranslation("identity");
  const enter = usePasskeySignIn();
  if (!passkeysHere()) return null;
  return (
    <>
      <Button
        size="large"
        block
        icon={<KeyRound />}
        loading={enter.isPending}
        style={{ marginTop: 12 }}
        onClick={() => enter.mutate(null, { onSuccess: done })}
      >
        {t("sign_in.passkey")}
      </Button>
      {enter.error && (
        <div style={{ marginTop: 12 }}>
          <PasskeyProblem error={enter.error} />
        </div>
      )}
    </>
  );
}

/** Why there is no passkey: the person or the device said no, or the server did. */
export function PasskeyProblem({ error }: { error: unknown }) {
  const { t } = useTranslation("identity");
  if (error instanceof NoPasskey) return <Notice icon={<KeyRound />} tone="calm" head={t("passkey.none")} />;
  return <ProblemNotice error={error} />;
}
