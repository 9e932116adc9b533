export { findGroupById } from "./store.ts";
