import type { Deps } from "../../context/deps.ts";
import { deleteIdleMessages } from "./store.ts";

const keepDays = 7;

/** Deletes messages that nothing happened to for a week, sent or not (deployment §7.2). */
export async function purgeMessages(deps: Deps): Promise<void> {
  await deleteIdleMessages(deps.db, keepDays);
}
