import type { Answer } from "@gatehouse/sdk";

/** Something that somebody should look at. */
export interface AttentionItem {
  readonly key: string;
  readonly severity: "warning" | "danger";
  readonly text: string;
  /** Where one does something about it. */
  readonly to: string;
}

type Tokens = Answer<"listTokens">;

const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${number.toLocaleString("en")} ${many}`;

/** Tokens that end within a week. */
export function expiringItems(tokens: Tokens, isEverybodys: boolean): readonly AttentionItem[] {
  if (tokens.length === 0) return [];
  const whose = isEverybodys ? "" : " of yours";
  return [
    {
      key: "expiring",
      severity: "warning",
      text: `${count(tokens.length, `token${whose} expires`, `tokens${whose} expire`)} within 7 days`,
      to: isEverybodys ? "/keys?show=expiring" : "/settings/tokens",
    },
  ];
}

/** Tokens that come back to life with their suspended users. */
export function suspendedItems(tokens: Tokens): readonly AttentionItem[] {
  if (tokens.length === 0) return [];
  const users = new Set(tokens.map(({ user_id }) => user_id)).size;
  const holders = count(users, "suspended user still holds", "suspended users still hold");
  return [
    {
      key: "suspended",
      severity: "warning",
      text: `${holders} ${count(tokens.length, "valid token", "valid tokens")}`,
      to: "/users?q=status%3Asuspended",
    },
  ];
}

/** Models whose use could not be priced. */
export function unpricedItems(models: Answer<"listUnpricedModels">): readonly AttentionItem[] {
  if (models.length === 0) return [];
  const used = models.length === 1 ? "1 model was used" : `${models.length} models were used`;
  return [
    {
      key: "unpriced",
      severity: "warning",
      text: `${used} without a price in the last 30 days`,
      to: "/ai/prices",
    },
  ];
}

/** Sign-ins that failed because the claims of the identity provider decide about something and cannot be read. */
export function syncItems(
  entries: Answer<"listAuditLogs">["audit_logs"],
): readonly AttentionItem[] {
  const failed = entries.filter(
    ({ additional_fields }) => additional_fields["reason"] === "claims_invalid",
  );
  if (failed.length === 0) return [];
  const times = count(failed.length, "sign-in", "sign-ins");
  return [
    {
      key: "sync",
      severity: "danger",
      text: `Identity sync: ${times} failed within 7 days, the claims cannot be used`,
      to: `/audit?${new URLSearchParams({ q: "action:login outcome:refused" })}`,
    },
  ];
}

/** Sections of the health report that are not well and not dismissed. */
export function healthItems(report: Readonly<Record<string, unknown>>): readonly AttentionItem[] {
  return Object.entries(report).flatMap(([key, section]) => {
    if (typeof section !== "object" || section === null || !("severity" in section)) return [];
    const { severity } = section;
    if (severity !== "warning" && severity !== "error") return [];
    if ("dismissed" in section && section.dismissed === true) return [];
    const name = key.replaceAll("_", " ").replace(/^ai /, "AI ").replace(/ url$/, " URL");
    const finding = severity === "error" ? "not healthy" : "needs attention";
    return [
      {
        key: `health-${key}`,
        severity: severity === "error" ? "danger" : "warning",
        text: `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${finding}`,
        to: "/deployment/health",
      } as const,
    ];
  });
}
