import { CompiledQuery } from "kysely";
import type { Db, Tx } from "./types.ts";

/** Called with the users that a committed transaction touched: ids, or `*` for everybody. */
export type TouchedListener = (touched: readonly string[]) => void;

const listeners = new WeakMap<Db, TouchedListener>();

/** Registers the identity cache of this process on a database; one listener per database. */
export function onTouched(db: Db, listener: TouchedListener): void {
  listeners.set(db, listener);
}

const maxAttempts = 3;
const retryable = new Set(["40001", "40P01"]);
const touchedThenNothing = CompiledQuery.raw(
  "select coalesce(current_setting('gatehouse.touched', true), '') as touched",
);

/** The SQLSTATE of a database error, or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code)
    ? error.code
    : undefined;
}

/** The constraint that a database error names, or undefined. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("constraint" in error)) return undefined;
  return typeof error.constraint === "string" ? error.constraint : undefined;
}

/** Isolation of a transaction; read committed unless a rule compares several reads. */
export interface TransactionOptions {
  isolation?: "read committed" | "repeatable read" | "serializable";
  /** The database itself refuses every write. */
  readOnly?: true;
}

/**
 * Runs `fn` in one transaction and commits it.
 * Serialization failures and deadlocks are retried, three attempts in all, so `fn` must be pure apart
 * from its SQL: no mail, no HTTP, no password hashing, no waiting. After the commit, and before this
 * returns, the identities that the transaction touched are dropped from this process's cache
 * (spec users §2.3: the next request on this replica sees the change).
 */
export async function inTransaction<T>(
  db: Db,
  fn: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(db, fn, options);
    } catch (error) {
      if (attempt >= maxAttempts || !retryable.has(sqlState(error) ?? "")) throw error;
    }
  }
}

const afterCommits = new WeakMap<Tx, (() => void)[]>();

/**
 * Calls `fn` once this transaction has committed, and not at all when it is rolled back or retried.
 * Only for transactions of `inTransaction`; `fn` must not throw.
 */
export function afterCommit(tx: Tx, fn: () => void): void {
  const waiting = afterCommits.get(tx);
  if (waiting === undefined) throw new Error("the transaction was not opened by inTransaction");
  waiting.push(fn);
}

async function runOnce<T>(
  db: Db,
  fn: (tx: Tx) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  let touched = "";
  const waiting: (() => void)[] = [];
  const plain = options.isolation
    ? db.transaction().setIsolationLevel(options.isolation)
    : db.transaction();
  const builder = options.readOnly ? plain.setAccessMode("read only") : plain;
  const result = await builder.execute(async (tx) => {
    afterCommits.set(tx, waiting);
    const value = await fn(tx);
    const { rows } = await tx.executeQuery<{ touched: string }>(touchedThenNothing);
    touched = rows[0]?.touched ?? "";
    return value;
  });
  if (touched !== "") listeners.get(db)?.(touched.split(","));
  for (const call of waiting) call();
  return result;
}

/** What came of work that a transaction can do without. */
export type Tried<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown };

/** Does work whose failure undoes only itself and leaves the rest of the transaction whole. */
export async function withSavepoint<T>(tx: Tx, fn: () => Promise<T>): Promise<Tried<T>> {
  await tx.executeQuery(CompiledQuery.raw("savepoint attempt"));
  try {
    const value = await fn();
    await tx.executeQuery(CompiledQuery.raw("release savepoint attempt"));
    return { ok: true, value };
  } catch (error) {
    await tx.executeQuery(CompiledQuery.raw("rollback to savepoint attempt"));
    return { ok: false, error };
  }
}
