import type { Deps } from "../../context/deps.ts";
import { applyDuePrices } from "./change-store.ts";

/** Takes planned prices over whose time has come; readers see them at their time without it. */
export async function takeOverDuePrices(deps: Deps): Promise<void> {
  await applyDuePrices(deps.db, deps.clock.now());
}
