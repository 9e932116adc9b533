import { isRecord } from "./is-record.ts";

const storageKey = "gh.drafts";
const secret = /password|secret|token$|^key$|otp/i;

type Values = Readonly<Record<string, unknown>>;

interface Kept {
  readonly path: string;
  readonly forms: Readonly<Record<string, Values>>;
}

/** Forms on the page by their names, with what was changed in each. */
const forms = new Map<string, () => Values>();

/** What of a value can be kept: texts, switches and lists of texts. */
function isPlain(value: unknown): boolean {
  if (typeof value === "string" || typeof value === "boolean") return true;
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** The values without what is secret and without what JSON does not hold. */
export function keepable(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !secret.test(name) && isPlain(value)),
  );
}

/** Tells of a form as long as it is on the page. Returns how to take it off. */
export function offerDraft(form: string, changed: () => Values): () => void {
  forms.set(form, changed);
  return () => {
    if (forms.get(form) === changed) forms.delete(form);
  };
}

/** Keeps what was typed on this page for the way over another one and back, never a secret. */
export function keepDrafts(path: string): void {
  const changed = [...forms].map(([name, values]) => [name, keepable(values())] as const);
  const kept = changed.filter(([, values]) => Object.keys(values).length > 0);
  if (kept.length === 0) return;
  const drafts: Kept = { path, forms: Object.fromEntries(kept) };
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(drafts));
  } catch {
    // Without storage the draft is lost, as it would be without this.
  }
}

/** What was kept of a form on this path; gone once it was taken. Only fields that the form has, of the same kind. */
export function takeDraft<V extends object>(form: string, path: string, initial: V): V {
  try {
    const text = sessionStorage.getItem(storageKey);
    if (text === null) return initial;
    const kept: unknown = JSON.parse(text);
    if (!isRecord(kept) || kept["path"] !== path || !isRecord(kept["forms"])) return initial;
    const { [form]: values, ...rest } = kept["forms"];
    if (!isRecord(values)) return initial;
    if (Object.keys(rest).length === 0) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, JSON.stringify({ path, forms: rest }));
    const known = Object.entries(keepable(values)).filter(([name, value]) =>
      isAlike(Object.entries(initial).find(([own]) => own === name)?.[1], value),
    );
    return { ...initial, ...Object.fromEntries(known) };
  } catch {
    return initial;
  }
}

function isAlike(before: unknown, after: unknown): boolean {
  return typeof before === typeof after && Array.isArray(before) === Array.isArray(after);
}

/** Forgets what was kept: somebody else signed in. */
export function dropDrafts(): void {
  try {
    sessionStorage.removeItem(storageKey);
  } catch {
    // Nothing was kept then.
  }
}
