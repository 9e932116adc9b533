import {
  ApiError,
  auditActions,
  auditResourceTypes,
  buildReasons,
  echo,
  parseSearch,
  parseTime,
  parseUuid,
  type SearchTable,
  type Validation,
} from "@gatehouse/contract";
import { type AuditFilter, auditOutcomes } from "./list-store.ts";

/** The search keys of `GET /audit`; each may be given once (spec deployment §8.1). */
const auditSearchKeys = {
  resource_type: { kind: "freeText" },
  resource_id: { kind: "text" },
  resource_target: { kind: "text" },
  action: { kind: "text" },
  username: { kind: "text" },
  email: { kind: "text" },
  date_from: { kind: "text" },
  date_to: { kind: "text" },
  build_reason: { kind: "text" },
  organization: { kind: "text" },
  group: { kind: "text" },
  outcome: { kind: "text" },
  request_id: { kind: "text" },
} as const satisfies SearchTable;

type Key = keyof typeof auditSearchKeys;

/** What a search asks for; organization and group are not looked up yet. */
export interface AuditSearch {
  filter: AuditFilter;
  /** UUID or name; undefined: not restricted. */
  organization: string | undefined;
  /** UUID or name; undefined: not restricted. */
  group: string | undefined;
}

interface Rule {
  words: string;
  /** The value in its canonical form, or undefined when it is none. */
  read: (value: string) => string | undefined;
}

const uuid: Rule = { words: "a UUID", read: parseUuid };
const date: Rule = {
  words: "a date as YYYY-MM-DD",
  read: (value) => (parseTime(`${value}T00:00:00Z`) === undefined ? undefined : value),
};
const oneOf = (values: readonly string[]): Rule => ({
  words: `one of ${values.join(", ")}`,
  read: (value) => (values.includes(value) ? value : undefined),
});

const rules: Readonly<Partial<Record<Key, Rule>>> = {
  resource_type: oneOf(auditResourceTypes),
  resource_id: uuid,
  action: oneOf(auditActions),
  date_from: date,
  date_to: date,
  build_reason: oneOf(buildReasons),
  outcome: oneOf(auditOutcomes),
  request_id: uuid,
};

/** Parses `q` for the caller whom `username:me` means; 400 names every failing key. */
export function readAuditSearch(q: string, callerId: string): AuditSearch {
  const searched = parseSearch(auditSearchKeys, q);
  if (!searched.ok) throw new ApiError("invalid_search", { validations: searched.validations });
  const validations: Validation[] = [];
  const value = (key: Key): string | undefined => {
    const text = searched.filter[key];
    const rule = rules[key];
    if (text === undefined || rule === undefined) return text;
    const read = rule.read(text);
    if (read === undefined) {
      validations.push({ field: key, detail: `must be ${rule.words}, not ${echo(text)}` });
    }
    return read;
  };
  const username = value("username");
  const outcome = value("outcome");
  const filter: AuditFilter = {
    resourceType: value("resource_type"),
    resourceId: value("resource_id"),
    resourceTarget: value("resource_target"),
    action: value("action"),
    userId: username === "me" ? callerId : undefined,
    username: username === "me" ? undefined : username,
    email: value("email"),
    dateFrom: value("date_from"),
    dateTo: value("date_to"),
    buildReason: value("build_reason"),
    outcome: auditOutcomes.find((known) => known === outcome),
    requestId: value("request_id"),
  };
  if (validations.length > 0) throw new ApiError("invalid_search", { validations });
  return { filter, organization: value("organization"), group: value("group") };
}
