import createClient from "openapi-fetch";
import { language } from "./i18n";
import { ApiProblem, Offline, type ProblemBody } from "./problem";
import type { paths } from "./schema";

const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);
let token = "";

/** The token that proves a write comes from our own page; GET /me brings it. */
export function keepCsrf(csrf: string): void {
  token = csrf;
}

export function csrf(): string {
  return token || (/(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "");
}

export const api = createClient<paths>({
  baseUrl: `${globalThis.location?.origin ?? ""}/api/v1`,
  credentials: "same-origin",
  fetch: (request) => globalThis.fetch(request),
});

api.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", language());
    if (WRITES.has(request.method)) request.headers.set("X-CSRFToken", csrf());
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return undefined;
    throw await problemOf(response);
  },
  onError() {
    return new Offline();
  },
});

async function problemOf(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get("X-Request-Id") ?? "";
  const body = await response
    .clone()
    .json()
    .catch(() => ({}));
  return new ApiProblem(body as Partial<ProblemBody>, response.status, requestId);
}

/** The answer's body; everything else has been thrown as ApiProblem or Offline. */
export async function body<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await answer;
  if (error instanceof Error) throw error;
  return data as T;
}

/** The header under which the server remembers an act, so that sending it twice does it once. */
export function under(key: string): { headers: Record<string, string> } {
  return { headers: { "Idempotency-Key": key } };
}
