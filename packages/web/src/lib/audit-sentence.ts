import type { AuditEntry } from "./audit-entry.ts";
import { type AuditAction, type AuditType, actionVerbs, typeNouns } from "./audit-words.ts";

/** The parts of an entry that a sentence is built from. */
export type Told = Pick<
  AuditEntry,
  "action" | "resource_type" | "resource_target" | "status_code" | "user" | "diff"
> &
  Partial<Pick<AuditEntry, "additional_fields">>;

/** A piece of a sentence: plain words, who did it, or what it was done to. */
export interface SentencePart {
  readonly kind: "words" | "actor" | "target";
  readonly text: string;
}

/** Past tense and infinitive; `{target}` stands for the object. */
type Phrase = readonly [past: string, base: string];

const phrases: Readonly<Partial<Record<`${AuditType}.${AuditAction}`, Phrase>>> = {
  "api_key.login": ["signed in", "sign in"],
  "api_key.logout": ["signed out", "sign out"],
  "api_key.register": ["registered", "register"],
  "user.login": ["signed in", "sign in"],
  "user.logout": ["signed out", "sign out"],
  "user.request_password_reset": [
    "asked for a new password of {target}",
    "ask for a new password of {target}",
  ],
  "git_ssh_key.create": ["made an SSH key", "make an SSH key"],
  "git_ssh_key.write": ["made a new SSH key", "make a new SSH key"],
  "convert_login.create": [
    "asked to sign in by {target} from now on",
    "change the login type to {target}",
  ],
  "convert_login.write": [
    "changed the login type to {target}",
    "change the login type to {target}",
  ],
  "organization_member.create": [
    "added {target} to the organization",
    "add {target} to the organization",
  ],
  "organization_member.write": ["changed roles of {target}", "change roles of {target}"],
  "organization_member.delete": [
    "removed {target} from the organization",
    "remove {target} from the organization",
  ],
  "ai_seat.create": ["gave out an {target}", "give out an {target}"],
  "health_settings.write": ["changed dismissed health checks", "change dismissed health checks"],
  "idp_sync_settings_organization.write": ["changed organization sync", "change organization sync"],
  "idp_sync_settings_group.write": ["changed group sync", "change group sync"],
  "idp_sync_settings_role.write": ["changed role sync", "change role sync"],
  "group_ai_budget.delete": [
    "removed the AI budget of group {target}",
    "remove the AI budget of group {target}",
  ],
  "user_ai_budget_override.delete": [
    "removed the AI budget of {target}",
    "remove the AI budget of {target}",
  ],
  "ai_model_price.delete": [
    "put the AI price of {target} back to the book",
    "put the AI price of {target} back to the book",
  ],
  "appearance.write": ["changed the appearance of the deployment", "change the appearance"],
};

/** What a change of a user says in one word, by the only field that changed. */
function userPhrase({ diff }: Told): Phrase | undefined {
  const fields = Object.keys(diff);
  const [only] = fields;
  if (only === undefined || fields.length > 1) return undefined;
  if (only === "rbac_roles") return ["changed roles of {target}", "change roles of {target}"];
  if (only === "hashed_password") {
    return ["set a new password of {target}", "set a new password of {target}"];
  }
  if (only !== "status") return undefined;
  return diff["status"]?.new === "suspended"
    ? ["suspended {target}", "suspend {target}"]
    : ["activated {target}", "activate {target}"];
}

function groupPhrase({ diff }: Told): Phrase | undefined {
  const fields = Object.keys(diff);
  if (fields.length !== 1 || fields[0] !== "members") return undefined;
  return ["changed members of group {target}", "change members of group {target}"];
}

/** Sessions have no name. A token whose only change is its end was ended early. */
function tokenPhrase({ action, resource_target: name, diff }: Told): Phrase | undefined {
  if (action === "delete" && name === "") return ["ended a session", "end a session"];
  const fields = Object.keys(diff);
  const isExpiry = fields.length === 1 && fields[0] === "expires_at";
  return action === "write" && isExpiry
    ? ["expired token {target}", "expire token {target}"]
    : undefined;
}

function phraseOf(entry: Told): Phrase {
  const { action, resource_type: type } = entry;
  if (type === "api_key") {
    const phrase = tokenPhrase(entry);
    if (phrase !== undefined) return phrase;
  }
  if (action === "write" && type === "user") {
    const phrase = userPhrase(entry);
    if (phrase !== undefined) return phrase;
  }
  if (action === "write" && type === "group") {
    const phrase = groupPhrase(entry);
    if (phrase !== undefined) return phrase;
  }
  const known = phrases[`${type}.${action}`];
  if (known !== undefined) return known;
  const [past, base] = actionVerbs[action] ?? [action, action];
  // Types that a newer server knows are shown by their name on the wire.
  const noun = typeNouns[type] ?? String(type).replaceAll("_", " ");
  // Some targets are called what they are: the noun alone says it.
  const object =
    entry.resource_target.toLowerCase() === noun.toLowerCase() ? noun : `${noun} {target}`;
  return [`${past} ${object}`, `${base} ${object}`];
}

/** Who acted: a name, the product's own background work, or nobody that is known. */
export function actorOf({ user, additional_fields: more }: Told): string {
  if (user !== null) return user.username;
  return more?.["automatic_actor"] === undefined ? "Somebody unknown" : "Gatehouse";
}

/** Whether an entry tells of something that did not happen. */
export function isRefused({ status_code: status }: Pick<AuditEntry, "status_code">): boolean {
  return status >= 400;
}

/** The sentence of an entry in pieces: "mara", "changed roles of", "jo". */
export function sentenceParts(entry: Told): readonly SentencePart[] {
  const [past, base] = phraseOf(entry);
  const phrase = isRefused(entry) ? `tried to ${base}` : past;
  const [before = "", after] = phrase.split("{target}");
  const parts: SentencePart[] = [
    { kind: "actor", text: actorOf(entry) },
    { kind: "words", text: before.trim() },
  ];
  if (after !== undefined && entry.resource_target !== "") {
    parts.push({ kind: "target", text: entry.resource_target });
  }
  if (after !== undefined && after.trim() !== "") parts.push({ kind: "words", text: after.trim() });
  return parts;
}

/** The sentence of an entry as plain text. */
export function sentenceText(entry: Told): string {
  return sentenceParts(entry)
    .map(({ text }) => text)
    .join(" ");
}

/** "Done", "Refused, 403" or "Failed, 500". */
export function outcomeText({ status_code: status }: Pick<AuditEntry, "status_code">): string {
  if (status < 400) return "Done";
  return `${status < 500 ? "Refused" : "Failed"}, ${status}`;
}

/** Where the object of an entry is in the console; undefined when it is gone or has no page. */
export function targetPath(entry: AuditEntry): string | undefined {
  const { resource_type: type, resource_target: target, organization, is_deleted: gone } = entry;
  if (gone || target === "" || entry.action === "delete") return undefined;
  // All seats are called the same; the id is that of the user who got it.
  if (type === "ai_seat") return `/users/${entry.resource_id}`;
  const name = encodeURIComponent(target);
  if (type === "user" || type === "organization_member") return `/users/${name}`;
  if (type === "organization") return `/organizations/${name}`;
  if (organization === undefined) return undefined;
  const within = `/organizations/${encodeURIComponent(organization.name)}`;
  if (type === "group") return `${within}/groups/${name}`;
  return type === "custom_role" ? `${within}/roles/${name}` : undefined;
}
