import { csrf, under } from "./api";
import { language } from "./i18n";
import { ApiProblem, Offline, type ProblemBody } from "./problem";

type How = {
  /** The key under which the server does it once. */
  key: string;
  /** How much of it has gone, from 0 to 1. */
  going: (part: number) => void;
  /** Breaks it off; nothing is answered then. */
  signal: AbortSignal;
};

/** Send a file's bytes, and tell how far they are, which `fetch` cannot. Rejects with ApiProblem, Offline, or why it was broken off. */
export function upload<T>(path: string, file: Blob, { key, going, signal }: How): Promise<T> {
  return new Promise((answer, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1${path}`);
    request.responseType = "json";
    const headers = { ...under(key).headers, "Accept-Language": language(), "X-CSRFToken": csrf() };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => total > 0 && going(loaded / total);
    request.onload = () => {
      if (request.status < 300) answer(request.response as T);
      else {
        const problem = (request.response ?? {}) as Partial<ProblemBody>;
        fail(new ApiProblem(problem, request.status, request.getResponseHeader("X-Request-Id") ?? ""));
      }
    };
    request.onerror = () => fail(new Offline());
    request.ontimeout = request.onerror;
    const breakOff = () => {
      request.abort();
      fail(signal.reason);
    };
    signal.addEventListener("abort", breakOff, { once: true });
    request.send(file);
  });
}
