import { type Endpoint, type EndpointId, endpoints } from "@gatehouse/contract";
import type { ConsolePage } from "../console-pages.ts";
import { markdownPage, markdownTable } from "./markdown.ts";

/** Why the console has no page for an endpoint. */
export const withoutPage: Readonly<Partial<Record<EndpointId, string>>> = {
  apiRoot: "for programs that look whether the API is there",
  checkBudget: "for gateways, before each request to a model",
  getApplicationsHost: "for command lines",
  getBudgetOverride: "the budgets page reads it with the spend of the person",
  getDebugMetrics: "for monitoring",
  getEntitlements: "for peers' clients; everything is open here",
  getGroupBudget: "the budgets page asks for all groups at once",
  getHealthSettings: "the health report says which sections are dismissed",
  getKeyByName: "for programs; the lists of tokens hold them all",
  getUserLoginType: "the user's own object says it",
  getUserOrganization: "for command lines",
  getUserRoles: "the user and each membership tell their roles",
  listGroupMembersByName: "the page of a group asks by id",
  listMembersSpendByName: "the spend page sums up by person",
  listModelPricesExperimental: "an older address of the price book",
  listRegions: "for command lines",
  recordUsage: "for gateways, after each request to a model",
  reportCspViolation: "browsers send it",
  setModelPricesExperimental: "an older address of the price book",
  updateGroupSync: "the pages of sync send the difference alone",
  updateOrganizationSync: "the pages of sync send the difference alone",
  updateRoleSync: "the pages of sync send the difference alone",
};

/** What is wrong with the table: endpoints that neither a page nor a reason speaks of, and reasons without need. */
export function tableFaults(pages: readonly ConsolePage[]): string[] {
  const shown = new Set(pages.flatMap((page) => page.endpoints));
  const ids = Object.keys(endpoints) as EndpointId[];
  return ids.flatMap((id) => {
    const isShown = shown.has(id);
    const reason = withoutPage[id];
    if (!isShown && reason === undefined) return [`${id} is on no page and has no reason`];
    return isShown && reason !== undefined ? [`${id} is on a page: its reason has to go`] : [];
  });
}

/**
 * `docs/reference/console.md`: where in the console each endpoint is used, and why some are not.
 *
 * @throws Error when an endpoint is on no page and has no reason.
 */
export function consoleReference(pages: readonly ConsolePage[]): string {
  const missing = tableFaults(pages).filter((fault) => fault.includes("no reason"));
  if (missing.length > 0) throw new Error(missing.join("\n"));
  const table: readonly Endpoint[] = Object.values(endpoints);
  const header = ["Endpoint", "What it does", "Page"];
  const chapters = [...new Set(table.map(({ tags }) => tags[0] ?? ""))].sort().flatMap((tag) => {
    const rows = table
      .filter(({ tags }) => tags[0] === tag)
      .sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1))
      .map((endpoint) => row(endpoint, pages));
    return [`## ${tag}`, markdownTable(header, rows)];
  });
  return markdownPage({
    source: "the routes of the console",
    title: "What the console covers",
    introduction:
      "Every endpoint with the pages of the console that use it, or the reason why none does. “every page” is the frame " +
      "around the pages: navigation, palette, session.",
    blocks: chapters,
  });
}

function row({ id, method, path, summary }: Endpoint, pages: readonly ConsolePage[]): string[] {
  const users = pages.filter((page) => page.endpoints.some((each) => each === id));
  const cell =
    users.length === 0
      ? `none: ${withoutPage[id as EndpointId] ?? ""}`
      : users.map((page) => (page.path === "" ? "every page" : `\`${page.path}\``)).join(", ");
  return [`\`${method} ${path}\``, summary, cell];
}
