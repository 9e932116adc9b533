import { ApiError } from "@gatehouse/contract";
import type { UserRow } from "../../context/actor.ts";
import { advisoryLock } from "../../db/advisory-locks.ts";
import { newId } from "../../platform/ids.ts";
import { defaultOrganizationId } from "../organizations/index.ts";
import { markInitialized } from "../sessions/index.ts";
import type { NewSshKey } from "../ssh-keys/index.ts";
import { findUserByUsername, insertAccount, updateUser } from "../users/index.ts";
import { isWithoutUsers } from "./link-store.ts";
import type { LoginScope } from "./proved-identity.ts";
import { refuse, signupsDisabled } from "./refusals.ts";

/**
 * Creates the user of a first login: active, member of the default organization, without a password. The first user
 * of a deployment becomes owner, whatever sign-ups say; a lock lets no two become it (spec federated-login §8.1).
 */
export async function signUp(scope: LoginScope, sshKey: NewSshKey): Promise<UserRow> {
  const { ctx, deps, identity, tx } = scope;
  const isFirst = await claimFirstUser(scope);
  if (!isFirst && (await isWithoutUsers(tx))) refuse(deps, ctx, identity, notSetUp);
  if (!isFirst && !identity.maySignUp) {
    refuse(deps, ctx, identity, signupsDisabled(deps.config.oidcSignupsDisabledText));
  }
  const id = newId();
  const account = {
    email: identity.email,
    username: await freeUsername(scope),
    name: identity.name ?? "",
    password: "",
    loginType: identity.loginType,
    status: "active",
    isServiceAccount: false,
    roles: isFirst ? ["owner"] : [],
  } as const;
  const organizationIds = [await defaultOrganizationId(tx)];
  const secrets = { hashedPassword: Buffer.alloc(0), sshKey };
  const user = await insertAccount(tx, deps, ctx.now, { id, account, organizationIds, secrets });
  if (identity.avatarUrl === undefined || identity.avatarUrl === "") return user;
  return (await updateUser(tx, id, { avatar_url: identity.avatarUrl })) ?? user;
}

const notSetUp: Parameters<typeof refuse>[3] = {
  code: "signups_disabled",
  page: {
    title: "This server is not set up yet",
    paragraphs: ["The first administrator has to be created before anybody can sign in."],
  },
};

async function claimFirstUser({ deps, tx }: LoginScope): Promise<boolean> {
  if (!deps.config.firstSsoUserIsOwner || !(await isWithoutUsers(tx))) return false;
  await advisoryLock(tx, "firstUser");
  if (!(await isWithoutUsers(tx))) return false;
  await markInitialized(tx);
  return true;
}

async function freeUsername({ deps, ctx, identity, tx }: LoginScope): Promise<string> {
  for (const name of identity.usernames) {
    if ((await findUserByUsername(tx, name)) === null) return name;
  }
  deps.log.warn({ request_id: ctx.requestId }, "no free username for a new federated user");
  throw new ApiError("username_in_use");
}
