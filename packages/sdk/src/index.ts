export {
  type CallOptions,
  type Client,
  type ClientSettings,
  createClient,
  requestLine,
} from "./client.ts";
export { ApiFailure, type FieldFailure, failureOf } from "./failure.ts";
export { readJson, writeJson } from "./json.ts";
export type { Answer, Input, Request, Wire } from "./types.ts";
