import { HttpResponse, http } from "msw";
import * as fixtures from "./fixtures";

const api = (path: string) => `${location.origin}/api/v1${path}`;

export const handlers = [
  http.get(api("/me"), () => HttpResponse.json(fixtures.me)),
  http.get(api("/clock"), () => HttpResponse.json(fixtures.me.clock)),
  http.get(api("/markets"), () => HttpResponse.json(fixtures.markets)),
];
