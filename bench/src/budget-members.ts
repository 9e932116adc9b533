import { measureTails, type PageCase, pageSize, userAt } from "./page-tails.ts";
import type { Finding } from "./report.ts";
import { organizationName, seedOrganizations } from "./seed-organizations.ts";
import type { Stage } from "./stage.ts";

/**
 * Slowest answers of member pages against those of `/users/me`, with 1,000 organizations and 1,100,000
 * memberships: of the organization that has everybody, and of one among many.
 */
export async function measureMembers(stage: Stage): Promise<Finding[]> {
  await seedOrganizations(stage.databaseUrl);
  const middle = await userAt(stage.databaseUrl, 50_000);
  const page = (name: string, organization: string, query = ""): PageCase => ({
    name,
    path: `/organizations/${organization}/paginated-members?limit=${pageSize}${query}`,
  });
  const big = "100,000 members";
  const small = "1,000 members";
  const all = [
    page(`${big}, first page`, "default"),
    page(`${small}, first page`, organizationName(500)),
    page(`${big}, page in the middle`, "default", `&after_id=${middle}`),
    page(`${small}, last page`, organizationName(7), "&offset=975"),
  ];
  return measureTails(stage, "members", stage.quick ? all.slice(0, 2) : all);
}
