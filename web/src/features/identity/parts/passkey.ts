import type { components } from "@/app/schema";

type Schemas = components["schemas"];
type Json = { [name: string]: unknown };

/** The person closed the browser's own dialog, or no device answered in time. */
export class NoPasskey extends Error {
  constructor() {
    super("no passkey");
    this.name = "NoPasskey";
  }
}

/** Whether passkeys can be used here: a browser that has them, and a page under a name, not a number. */
export function passkeysHere(): boolean {
  const numbered = /^[\d.]+$|^\[/.test(location.hostname);
  return typeof PublicKeyCredential !== "undefined" && isSecureContext && !numbered;
}

/** Have a device make a passkey by the server's options (PublicKeyCredentialCreationOptionsJSON). */
export async function make(options: Json): Promise<Schemas["MadeCredential"]> {
  const { user, excludeCredentials, challenge, ...rest } = options;
  const person = user as Json & { id: string };
  const publicKey = {
    ...rest,
    challenge: bytes(challenge as string),
    user: { ...person, id: bytes(person.id) },
    excludeCredentials: named(excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = await asked(() => navigator.credentials.create({ publicKey }));
  const { clientDataJSON, attestationObject } = made.response as AuthenticatorAttestationResponse;
  return {
    ...about(made),
    response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) },
  };
}

/** Have a device sign the server's challenge (PublicKeyCredentialRequestOptionsJSON). */
export async function sign(options: Json): Promise<Schemas["SignedCredential"]> {
  const { challenge, allowCredentials, ...rest } = options;
  const publicKey = {
    ...rest,
    challenge: bytes(challenge as string),
    allowCredentials: named(allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const made = await asked(() => navigator.credentials.get({ publicKey }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = made.response as AuthenticatorAssertionResponse;
  return {
    ...about(made),
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle?.byteLength ? text(userHandle) : null,
    },
  };
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  const made = await ask().catch(() => null);
  if (!made) throw new NoPasskey();
  return made as PublicKeyCredential;
}

function about({ rawId }: PublicKeyCredential) {
  const id = text(rawId);
  return { id, rawId: id, type: "public-key" as const };
}

function named(credentials: unknown) {
  return ((credentials ?? []) as (Json & { id: string })[]).map(({ id, ...rest }) => ({ ...rest, id: bytes(id) }));
}

function bytes(base64url: string): Uint8Array {
  const base64 = base64url.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
