import {
  ApiError,
  type CreateUserRequest,
  createUserRequest,
  decodeValue,
  type ErrorCode,
  errorCodes,
  type ImportResult,
  type Validation,
} from "@gatehouse/contract";
import type { Deps } from "../../context/deps.ts";
import type { GuardedHandler } from "../../context/handler.ts";
import { authorize, nothingChanged, type RequestContext } from "../../context/request-context.ts";
import { BusyError } from "../../platform/semaphore.ts";
import {
  type AccountFacts,
  checkNewAccount,
  createCheckedAccount,
  readAccountFacts,
} from "./create.ts";

type Outcome = Omit<ImportResult, "index">;
type Entry = { ok: true; body: CreateUserRequest } | { ok: false; refused: Outcome };

/** The state of one import. */
interface Run {
  readonly dryRun: boolean;
  /** Names and addresses that earlier entries received, as they are compared. */
  readonly usernames: Set<string>;
  readonly emails: Set<string>;
  /** An entry failed without a reason of its own: the rest is not attempted. */
  broken: boolean;
}

/**
 * `POST /users/import`: each entry is decided and created on its own, in the order of the list
 * (spec users §7.25). An entry only conflicts with earlier ones that were not refused themselves.
 */
export const importUsers: GuardedHandler<"importUsers"> = {
  guard: (_deps, ctx) => authorize(ctx, "create", { type: "user" }, "forbidden"),
  handle: async (deps, ctx, { body }) => {
    const entries = body.users.map(readEntry);
    const bodies = entries.flatMap((entry) => (entry.ok ? [entry.body] : []));
    const facts = (await readAccountFacts(deps.db, bodies)).values();
    const run: Run = {
      dryRun: body.dry_run,
      usernames: new Set(),
      emails: new Set(),
      broken: false,
    };
    const results: ImportResult[] = [];
    for (const [index, entry] of entries.entries()) {
      const outcome = entry.ok
        ? await importEntry(deps, ctx, run, { body: entry.body, facts: nextOf(facts) })
        : entry.refused;
      results.push({ index, ...outcome });
    }
    const created = results.filter((result) => result.status === "created").length;
    if (created === 0) nothingChanged(ctx);
    return { created, results };
  },
};

function nextOf(facts: Iterator<AccountFacts>): AccountFacts {
  const next = facts.next();
  if (next.done) throw new Error("the facts about an entry are missing");
  return next.value;
}

function refused(
  code: ErrorCode,
  parts: { message?: string; validations?: readonly Validation[] | undefined } = {},
): Outcome {
  const { message = errorCodes[code][1], validations } = parts;
  const named = validations?.length ? { validations: [...validations] } : {};
  return { status: "refused", code, message, ...named };
}

function readEntry(value: unknown): Entry {
  const decoded = decodeValue(createUserRequest, value);
  if (decoded.ok) return { ok: true, body: decoded.value };
  const outcome =
    decoded.kind === "malformed"
      ? refused("malformed_body", { message: `The entry cannot be read: ${decoded.detail}.` })
      : refused("validation_failed", { validations: decoded.validations });
  return { ok: false, refused: outcome };
}

/** Decides one entry and creates its user; never throws, so that no result is lost. */
async function importEntry(
  deps: Deps,
  ctx: RequestContext,
  run: Run,
  { body, facts }: { body: CreateUserRequest; facts: AccountFacts },
): Promise<Outcome> {
  if (run.broken) return refused("unavailable");
  try {
    const checked = checkNewAccount(deps, ctx, body, againstEarlier(facts, run));
    const id = run.dryRun ? undefined : (await createCheckedAccount(deps, ctx, checked)).id;
    run.usernames.add(facts.usernameKey);
    if (facts.emailKey !== "") run.emails.add(facts.emailKey);
    return id === undefined ? { status: "valid" } : { status: "created", user_id: id };
  } catch (error) {
    if (error instanceof ApiError) return refused(error.code, error);
    if (error instanceof BusyError) return refused("busy");
    run.broken = true;
    deps.log.error({ err: error, request_id: ctx.requestId }, "an entry of an import failed");
    return refused("internal");
  }
}

function againstEarlier(facts: AccountFacts, run: Run): AccountFacts {
  const taken = new Set(facts.taken);
  if (run.usernames.has(facts.usernameKey)) taken.add("username");
  if (run.emails.has(facts.emailKey)) taken.add("email");
  return { ...facts, taken: [...taken] };
}
