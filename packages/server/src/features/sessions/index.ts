export { isInitialized, markInitialized } from "./store.ts";
