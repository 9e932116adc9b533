import { ApiError, fail } from "@gatehouse/contract";
import type { Handler } from "../../context/handler.ts";
import { advisoryLock } from "../../db/advisory-locks.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { defaultOrganizationId } from "../organizations/index.ts";
import { newSshKey } from "../ssh-keys/index.ts";
import { insertAccount, requireStrongPassword } from "../users/index.ts";
import { isInitialized, markInitialized } from "./store.ts";

/** `GET /users/first` (spec users §7.1). */
export const getFirstUser: Handler<"getFirstUser"> = async (deps) => {
  if (!(await isInitialized(deps.db))) fail("first_user_missing");
  return { message: "The first user has already been created." };
};

/** `POST /users/first`: two at once yield one user (spec users §7.2). */
export const createFirstUser: Handler<"createFirstUser"> = async (deps, ctx, { body }) => {
  if (await isInitialized(deps.db)) fail("already_initialized");
  requireStrongPassword(body.password);
  const secrets = {
    hashedPassword: await deps.passwords.hash(body.password),
    sshKey: await newSshKey(deps),
  };
  const account = {
    email: body.email,
    username: body.username,
    name: body.name,
    password: "",
    loginType: "password",
    status: "active",
    isServiceAccount: false,
    roles: ["owner"],
  } as const;
  return inTransaction(deps.db, async (tx) => {
    await claimSetup(tx);
    const id = newId();
    const organizationId = await defaultOrganizationId(tx);
    const input = { id, account, organizationIds: [organizationId], secrets };
    const user = await insertAccount(tx, deps, ctx.now, input);
    await recordAudit(tx, ctx, {
      resourceType: "user",
      action: "register",
      resourceId: id,
      resourceTarget: user.username,
      userId: id,
      old: null,
      new: { ...user, hashed_password: secrets.hashedPassword },
    });
    return { user_id: id, organization_id: organizationId };
  });
};

/** Decides who sets up, under the lock, and leaves the permanent marker. */
async function claimSetup(tx: Tx): Promise<void> {
  await advisoryLock(tx, "firstUser");
  if (await isInitialized(tx)) throw new ApiError("already_initialized");
  await markInitialized(tx);
}
