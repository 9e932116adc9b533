import type { LoginType, WireApiKey, WireSession, WireToken } from "@gatehouse/contract";
import { loginTypes } from "@gatehouse/contract";
import { legacyScopeOf } from "@gatehouse/rbac";
import type { KeyRow } from "../../context/actor.ts";
import { wireTime } from "../../platform/wire-time.ts";
import type { TokenRow } from "./store.ts";

function loginTypeOf(key: KeyRow): LoginType {
  return loginTypes.find((type) => type === key.login_type) ?? "none";
}

/** A key on the wire, without hash and address (spec authorization §3.1). */
export function presentKey(key: KeyRow): WireApiKey {
  return {
    id: key.id,
    user_id: key.user_id,
    last_used: wireTime(key.last_used),
    expires_at: wireTime(key.expires_at),
    created_at: wireTime(key.created_at),
    updated_at: wireTime(key.updated_at),
    login_type: loginTypeOf(key),
    scope: legacyScopeOf(key.scopes),
    scopes: [...key.scopes],
    token_name: key.token_name,
    lifetime_seconds: key.lifetime_seconds,
    allow_list: [...key.allow_list],
  };
}

/** A token of a list, with its owner, its maker and its last use. */
export function presentToken(row: TokenRow): WireToken {
  const used = row.last_used.getTime() > 0;
  return {
    ...presentKey(row),
    username: row.username,
    user_status: row.user_status,
    ...(row.created_by === null ? {} : { created_by: row.created_by }),
    last_used_ip: used ? row.ip_address : "",
    user_agent: row.last_used_user_agent,
  };
}

const browsers = [
  [/\bEdg\//, "Edge"],
  [/\bFirefox\//, "Firefox"],
  [/\bChrome\//, "Chrome"],
  [/\bSafari\//, "Safari"],
] as const;
const systems = [
  [/\b(iPhone|iPad)\b/, "iOS"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
] as const;

function nameIn(names: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}

/** A readable form of a user agent, `Firefox on Linux`; empty when it says nothing known. */
export function deviceOf(userAgent: string): string {
  const known = [nameIn(browsers, userAgent), nameIn(systems, userAgent)];
  return known.filter((part) => part !== undefined).join(" on ");
}

/** A session on the wire; `currentId` is the key of the request. */
export function presentSession(key: KeyRow, currentId: string | undefined): WireSession {
  return {
    id: key.id,
    user_id: key.user_id,
    login_type: loginTypeOf(key),
    created_at: wireTime(key.created_at),
    last_used: wireTime(key.last_used),
    expires_at: wireTime(key.expires_at),
    ip_address: key.ip_address,
    user_agent: key.user_agent,
    device: deviceOf(key.user_agent),
    kind: key.origin === "cli" ? "cli" : "browser",
    current: key.id === currentId,
  };
}
