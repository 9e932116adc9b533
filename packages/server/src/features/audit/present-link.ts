/** What the link of an entry is made from. */
export interface Linked {
  readonly resource_type: string;
  readonly resource_id: string;
  readonly resource_target: string;
}

/**
 * The path of an entry's object in the console, empty where there is no page (spec deployment §8.2).
 * Names come from old rows, so they are encoded.
 */
export function linkOfEntry(entry: Linked, fields: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => encodeURIComponent(String(value ?? ""));
  const target = part(entry.resource_target);
  const owner = part(fields["workspace_owner"]);
  const workspace = part(fields["workspace_name"]);
  switch (entry.resource_type) {
    case "template":
      return `/templates/${target}`;
    case "user":
      return `/users?filter=${target}`;
    case "workspace":
      return `/@${owner}/${target}`;
    case "workspace_build":
      return `/@${owner}/${workspace}/builds/${part(fields["build_number"])}`;
    case "workspace_agent":
    case "workspace_app":
      return `/@${owner}/${workspace}`;
    case "oauth2_provider_app":
      return `/deployment/oauth2-provider/apps/${entry.resource_id}`;
    case "chat":
      return `/agents/${entry.resource_id}`;
    default:
      return "";
  }
}
