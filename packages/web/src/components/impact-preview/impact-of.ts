import type { Impact, ImpactEntry } from "./impact-preview.tsx";

interface ApiEntry {
  readonly user_id: string;
  readonly username: string;
  readonly target: "site" | "own" | "org" | "org_own" | "object";
  readonly organization_id?: string | undefined;
  readonly resource_type: string;
  readonly actions: readonly string[];
}

interface ApiPreview {
  readonly gains: readonly ApiEntry[];
  readonly losses: readonly ApiEntry[];
  readonly users: number;
  readonly truncated: boolean;
}

/** The answer of the server in the form that the preview shows; organizations get their names. */
export function impactOf(
  { gains, losses, users, truncated }: ApiPreview,
  organizationName: (id: string) => string,
): Impact {
  const entryOf = (entry: ApiEntry): ImpactEntry => ({
    userId: entry.user_id,
    username: entry.username,
    resource: entry.resource_type,
    actions: entry.actions,
    where: whereOf(entry, organizationName),
  });
  return { gains: gains.map(entryOf), losses: losses.map(entryOf), users, truncated };
}

function whereOf(
  { target, organization_id: id }: ApiEntry,
  organizationName: (id: string) => string,
): string {
  const place = id === undefined ? "" : organizationName(id);
  switch (target) {
    case "site":
      return "everywhere";
    case "own":
      return "own";
    case "org":
      return place;
    case "org_own":
      return `own in ${place}`;
    case "object":
      return `one shared object in ${place}`;
  }
}
