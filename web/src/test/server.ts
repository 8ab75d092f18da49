import { setupServer } from "msw/node";
import { handlers } from "./handlers";

/** The API as the tests need it: fixtures behind the real client. */
export const server = setupServer(...handlers);
