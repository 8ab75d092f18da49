/** RFC 9457, as the server writes it. `why` is the id of the decision behind a refusal by a rule. */
export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id: string;
  errors: { field: string; message: string }[];
  rule?: string | null;
  why?: string | null;
};

/** Something was not done, and the server said why. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly rule: string | null;
  readonly why: string | null;
  /** Sentences by field name; a field of a list is named with dots (`skus.0.price`). */
  readonly fields: ReadonlyMap<string, string>;

  constructor(body: Partial<ProblemBody>, status: number, requestId = "") {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.name = "ApiProblem";
    this.status = body.status ?? status;
    this.code = body.code ?? "";
    this.detail = body.detail ?? body.title ?? "";
    this.requestId = body.request_id ?? requestId;
    this.rule = body.rule ?? null;
    this.why = body.why ?? null;
    this.fields = new Map((body.errors ?? []).map(({ field, message }) => [field, message]));
  }

  /** Refused by a rule of the marketplace, not by a fault of input or ours. */
  get byRule(): boolean {
    return this.rule !== null || this.why !== null;
  }

  get ours(): boolean {
    return this.status >= 500;
  }
}

/** The request never got an answer: the line is down. What was written is kept and may be sent again. */
export class Offline extends Error {
  constructor() {
    super("offline");
    this.name = "Offline";
  }
}

/** Whether trying the same again may help: no answer, our fault, or the same request still under way. */
export function worthRetrying(error: unknown): boolean {
  if (error instanceof Offline) return true;
  return error instanceof ApiProblem && (error.ours || error.code === "kernel.in_progress");
}
