import { useRef, useState } from "react";
import { api } from "./api.ts";

/** Who changed something last, and when; RFC 3339. */
export interface LastChange {
  readonly who: string;
  readonly at: string;
}

/**
 * The newest entry of the audit log that a search finds. Undefined where the log may not be read or says nothing: the
 * conflict is told without it.
 */
export async function lastChange(q: string): Promise<LastChange | undefined> {
  try {
    const { audit_logs: entries } = await api.call("listAuditLogs", { query: { q, limit: 1 } });
    const [entry] = entries;
    const who = entry?.user?.username;
    return entry === undefined || who === undefined ? undefined : { who, at: entry.time };
  } catch {
    return undefined;
  }
}

/** What somebody else saved while a form was open. */
export interface Conflict<V> {
  readonly theirs: V;
  readonly change: LastChange | undefined;
}

/** The look before a save whether somebody else saved meanwhile. */
export interface Meanwhile<V> {
  readonly conflict: Conflict<V> | undefined;
  /** True when somebody did: then nothing is to be sent, and `conflict` says what. */
  readonly check: () => Promise<boolean>;
  /** The next check passes: what they saved is to be replaced. */
  readonly overwrite: () => void;
  /** What is stored as far as this page knows: requests that send only what differs compare with it. */
  readonly stored: () => V;
  /** The form now starts from these values: saved, discarded, or theirs. */
  readonly startFrom: (values: V) => void;
}

/**
 * The API knows no versions: before a form is sent, what is stored is compared with what the form started from (console
 * guide §3.9). `read` asks for what is stored now; `log` finds its entries in the audit log.
 */
export function useMeanwhile<V>({
  start,
  read,
  log,
}: {
  readonly start: V;
  readonly read: () => Promise<V>;
  readonly log: string;
}): Meanwhile<V> {
  const from = useRef(start);
  const passed = useRef(false);
  const [conflict, setConflict] = useState<Conflict<V>>();
  return {
    conflict,
    check: async () => {
      if (passed.current) return false;
      const theirs = await read();
      if (JSON.stringify(theirs) === JSON.stringify(from.current)) return false;
      setConflict({ theirs, change: await lastChange(log) });
      return true;
    },
    stored: () => from.current,
    overwrite: () => {
      passed.current = true;
      if (conflict !== undefined) from.current = conflict.theirs;
      setConflict(undefined);
    },
    startFrom: (values) => {
      from.current = values;
      passed.current = false;
      setConflict(undefined);
    },
  };
}
