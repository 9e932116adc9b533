import { fail } from "@gatehouse/contract";
import { advisoryLock } from "../../db/advisory-locks.ts";
import type { Tx } from "../../db/types.ts";
import { otherOwnerExists } from "./store.ts";

/**
 * Refuses a change that would leave no owner who can sign in; call it in the transaction of the change,
 * before the change, whenever `userId` counts as an owner now and will not afterwards
 * (spec users §9). The advisory lock orders two owners who demote each other at the same moment.
 */
export async function refuseLosingLastOwner(tx: Tx, userId: string): Promise<void> {
  await advisoryLock(tx, "lastOwner");
  if (!(await otherOwnerExists(tx, userId))) fail("last_owner");
}
