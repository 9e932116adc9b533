export { isInitialized, markInitialized } from "./first-user.ts";
