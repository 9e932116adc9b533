import { ApiError, type CreateUserRequest, fail, failField } from "@gatehouse/contract";
import { decide, memberObject, organizationObject } from "@gatehouse/rbac";
import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { GuardedHandler } from "../../context/handler.ts";
import { authorize, type RequestContext, requireActor } from "../../context/request-context.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import type { Db, Tx } from "../../db/types.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { enqueueAccountEvent } from "../notifications/index.ts";
import {
  defaultOrganizationId,
  insertMemberships,
  missingOrganizations,
  organizationConstraints,
} from "../organizations/index.ts";
import { insertSshKey, type NewSshKey, newSshKey } from "../ssh-keys/index.ts";
import { requireStrongPassword } from "./password-rules.ts";
import { presentUser } from "./present.ts";
import { decideSiteRoles } from "./role-change.ts";
import {
  accountProblems,
  loginTypeProblem,
  type NewAccount,
  newAccount,
  wantedOrganizations,
} from "./rules.ts";
import {
  findUserById,
  insertUser,
  type NameFacts,
  readNameFacts,
  userConstraints,
} from "./store.ts";

/** `POST /users`: the refusals come in the order of spec users §7.11. */
export const createUser: GuardedHandler<"createUser"> = {
  guard: (_deps, ctx) => authorize(ctx, "create", { type: "user" }, "forbidden"),
  handle: async (deps, ctx, { body }) => {
    const [facts] = await readAccountFacts(deps.db, [body]);
    if (facts === undefined) throw new Error("the facts about a new account are missing");
    const checked = checkNewAccount(deps, ctx, body, facts);
    const user = await createCheckedAccount(deps, ctx, checked);
    return { ...presentUser(user), organization_ids: checked.organizationIds };
  },
};

/** A new account that passed all checks. */
export interface CheckedAccount {
  account: NewAccount;
  organizationIds: string[];
}

/** What the database says about a new account, read before the checks. */
export interface AccountFacts extends NameFacts {
  /** The organizations that the request means, without repeats. */
  organizationIds: string[];
  /** Those of them that do not exist. */
  missing: readonly string[];
}

/** Reads what the checks of some new accounts need, in three statements however many they are. */
export async function readAccountFacts(
  db: Db,
  bodies: readonly CreateUserRequest[],
): Promise<AccountFacts[]> {
  const defaultId = await defaultOrganizationId(db);
  const wanted = bodies.map((body) => wantedOrganizations(body, defaultId));
  const missing = new Set(await missingOrganizations(db, [...new Set(wanted.flat())]));
  const names = await readNameFacts(db, bodies);
  return names.map((facts, index) => {
    const organizationIds = wanted[index] ?? [];
    return { ...facts, organizationIds, missing: organizationIds.filter((id) => missing.has(id)) };
  });
}

/** Decides everything about a new account without writing anything. */
export function checkNewAccount(
  deps: Deps,
  ctx: RequestContext,
  body: CreateUserRequest,
  facts: AccountFacts,
): CheckedAccount {
  const problems = accountProblems(body);
  if (problems.length > 0) throw new ApiError("validation_failed", { validations: problems });
  const account = newAccount(body);
  if (account.password !== "" && account.loginType !== "password") {
    failField("password", "only accounts with login type password have one");
  }
  if (account.loginType === "password" && deps.config.disablePasswordAuth) {
    fail("password_auth_disabled");
  }
  const { organizationIds, taken } = facts;
  if (organizationIds.length === 0) {
    failField("organization_ids", "at least one organization is needed");
  }
  if (taken.length > 0) conflict(taken);
  refuseUnreadableOrganizations(ctx, facts);
  checkCredentials(deps, account);
  const change = { stored: [], requested: account.roles, refusal: "role_forbidden" } as const;
  account.roles = decideSiteRoles(ctx, change);
  checkMembershipRights(ctx, organizationIds);
  return { account, organizationIds };
}

/** Hashes, stores and announces an account that passed the checks; 409 when a race took its name. */
export async function createCheckedAccount(
  deps: Deps,
  ctx: RequestContext,
  checked: CheckedAccount,
): Promise<UserRow> {
  const secrets = await accountSecrets(deps, checked.account);
  const user = await storeAccount(deps, ctx, { ...checked, secrets });
  await enqueueAccountEvent(deps, ctx, "created", user);
  return user;
}

function conflict(fields: readonly string[]): never {
  throw new ApiError("conflict", {
    message: "A user with this username or e-mail address exists already.",
    validations: fields.map((field) => ({ field, detail: "already in use" })),
  });
}

function refuseUnreadableOrganizations(ctx: RequestContext, facts: AccountFacts): void {
  const { subject } = requireActor(ctx);
  const readable = (id: string) => decide(subject, "read", organizationObject(id));
  if (facts.missing.length > 0 || !facts.organizationIds.every(readable)) fail("not_found");
}

function checkCredentials({ config }: Pick<Deps, "config">, account: NewAccount): void {
  if (account.loginType === "password") requireStrongPassword(account.password);
  const problem = loginTypeProblem(account.loginType, {
    oidc: config.oidcClientId !== "",
  });
  if (problem !== null) throw new ApiError("validation_failed", { validations: [problem] });
}

function checkMembershipRights(ctx: RequestContext, organizationIds: readonly string[]): void {
  for (const id of organizationIds) {
    authorize(ctx, "create", memberObject(id), "forbidden");
    authorize(ctx, "assign", { type: "assign_org_role", org: id }, "role_forbidden");
  }
}

/** What is made before the transaction, because it takes time: password hash and SSH key. */
export interface AccountSecrets {
  hashedPassword: Buffer;
  sshKey: NewSshKey;
}

/** Hashes the password and makes the SSH key pair. */
export async function accountSecrets(deps: Deps, account: NewAccount): Promise<AccountSecrets> {
  const hashedPassword =
    account.loginType === "password"
      ? await deps.passwords.hash(account.password)
      : Buffer.alloc(0);
  return { hashedPassword, sshKey: await newSshKey(deps) };
}

/**
 * Writes the account, its memberships and SSH key, its history and its audit entry, or nothing.
 * A failed creation has no object to audit (spec users §10).
 */
async function storeAccount(
  deps: Deps,
  ctx: RequestContext,
  input: { account: NewAccount; organizationIds: string[]; secrets: AccountSecrets },
): Promise<UserRow> {
  const id = newId();
  try {
    return await inTransaction(deps.db, async (tx) => {
      const user = await insertAccount(tx, deps, ctx.now, { id, ...input });
      await recordAudit(tx, ctx, {
        resourceType: "user",
        action: "create",
        resourceId: id,
        resourceTarget: user.username,
        old: null,
        new: { ...user, hashed_password: input.secrets.hashedPassword },
      });
      return user;
    });
  } catch (error) {
    const constraint = violatedConstraint(error) ?? "";
    // Deleted since it was looked at.
    if (constraint === organizationConstraints.memberOfDeleted) fail("not_found");
    const field = userConstraints[constraint];
    if (field !== undefined) conflict([field]);
    throw error;
  }
}

/** Inserts the rows of an account; the history trigger records its first status. */
export async function insertAccount(
  tx: Tx,
  deps: Pick<Deps, "keyring">,
  now: Date,
  input: {
    id: string;
    account: NewAccount;
    organizationIds: readonly string[];
    secrets: AccountSecrets;
  },
): Promise<UserRow> {
  const { id, account, secrets } = input;
  await insertUser(tx, {
    id,
    email: account.email,
    username: account.username,
    name: account.name,
    hashed_password: secrets.hashedPassword,
    created_at: now,
    updated_at: now,
    status: account.status,
    rbac_roles: [...account.roles],
    login_type: account.loginType,
    is_service_account: account.isServiceAccount,
  });
  await insertMemberships(tx, id, input.organizationIds, now);
  await insertSshKey(tx, deps, id, { ...secrets.sshKey, now });
  const user = await findUserById(tx, id);
  if (user === null) throw new Error("a user that was just inserted is missing");
  return user;
}
