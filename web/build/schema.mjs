// Reads the API's description (`jishi openapi`) from standard input and writes its types to src/app/schema.d.ts.
// The prefix /api/v1 is the client's base address and is left off the paths.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const PREFIX = "/api/v1";
const schema = JSON.parse(readFileSync(0, "utf8"));
schema.paths = Object.fromEntries(Object.entries(schema.paths).map(([path, item]) => [path.replace(PREFIX, ""), item]));
const head = "/** This file was auto-generated from the API's description by `npm run schema`. */\n\n";
writeFileSync(new URL("../src/app/schema.d.ts", import.meta.url), head + astToString(await openapiTS(schema)));
