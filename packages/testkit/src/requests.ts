import { randomUUID } from "node:crypto";
import type { EndpointId } from "@gatehouse/contract";
import { goodPassword, type TestUser, uniqueName } from "./factories.ts";

/** What a request is about: a user, and the organization it is about or happens in. */
export interface RequestTarget {
  user: TestUser;
  organization: string;
}

/** A custom price. */
export const examplePrice = {
  ...{ provider: "openai", model: "gpt", input_price: 1, output_price: 2 },
  ...{ cache_read_price: null, cache_write_price: 0 },
};

function newUser(organization: string) {
  const username = uniqueName();
  const email = `${username}@example.com`;
  return { username, email, password: goodPassword, organization_ids: [organization] };
}

/** The body of a request that a caller with every permission succeeds with. */
export const requestBodies: Partial<Record<EndpointId, (target: RequestTarget) => unknown>> = {
  createUser: ({ organization }) => newUser(organization),
  importUsers: ({ organization }) => ({ users: [newUser(organization)] }),
  // A new name: the rename needs its own permission.
  updateUserProfile: () => ({ username: uniqueName(), name: "" }),
  updateUserAppearance: () => ({ theme_preference: "dark", terminal_font: "geist-mono" }),
  updateUserPreferences: () => ({}),
  updateUserPassword: () => ({
    password: "AnotherSecurePassword!",
    old_password: goodPassword,
  }),
  updateUserRoles: () => ({ roles: ["member"] }),
  createToken: () => ({}),
  checkAuthorization: () => ({ checks: {} }),
  explainAuthorization: ({ user: { id } }) => ({ user: id, checks: {} }),
  setModelPricesExperimental: () => ({ prices: [examplePrice] }),
  setModelPrices: () => ({ prices: [examplePrice] }),
  estimateCost: () => ({ provider: "openai", model: "gpt" }),
  setGroupBudget: () => ({ spend_limit_micros: 1 }),
  setBudgetOverride: ({ organization }) => ({ group_id: organization, spend_limit_micros: 1 }),
  checkBudget: ({ user: { id } }) => ({ user_id: id }),
  recordUsage: ({ user: { id } }) => ({
    records: [
      {
        ...{ id: randomUUID(), user_id: id, provider: "openai", model: "gpt", input_tokens: 1 },
        created_at: new Date().toISOString(),
      },
    ],
  }),
  createGroup: () => ({ name: uniqueName("group") }),
  updateGroup: ({ user: { id } }) => ({ add_users: [id] }),
  changeGroupMembers: ({ user: { id } }) => ({ entries: [{ user: id, action: "add" }] }),
  migrateOidcIssuer: () => ({ from: "https://old.example", to: "https://new.example" }),
  updateHealthSettings: () => ({ dismissed_healthchecks: ["DERP"] }),
  createOrganization: () => ({ name: uniqueName("org") }),
  updateOrganization: () => ({ description: "changed" }),
  updateWorkspaceSharingSettings: () => ({}),
  updateMemberRoles: () => ({ roles: [] }),
  createCustomRole: () => ({ name: uniqueName("role") }),
  updateCustomRole: () => ({ name: "existing" }),
  updateOrganizationSync: () => ({}),
  updateOrganizationSyncConfig: () => ({}),
  updateOrganizationSyncMapping: () => ({}),
  previewSync: () => ({ claims: {} }),
  updateGroupSync: () => ({}),
  updateGroupSyncConfig: () => ({}),
  updateGroupSyncMapping: () => ({}),
  updateRoleSync: () => ({}),
  updateRoleSyncConfig: () => ({}),
  updateRoleSyncMapping: () => ({}),
};

/** Parameters that an endpoint does not do without. */
export const requestQueries: Partial<Record<EndpointId, (target: RequestTarget) => string>> = {
  deleteModelPrice: ({ user }) => `provider=openai&model=${user.id}`,
  listGroupsSpend: ({ organization }) => `group_ids=${organization}`,
  listMembersSpend: ({ user }) => `user_ids=${user.id}`,
  listMembersSpendByName: ({ user }) => `user_ids=${user.id}`,
  listThresholdEvents: ({ organization }) => `organization=${organization}`,
  listUsageSeries: ({ organization }) => `group_by=model&organization=${organization}`,
  repriceUsage: ({ organization }) => `provider=openai&model=gpt-5&organization=${organization}`,
  summarizeUsage: ({ organization }) => `group_by=day&organization=${organization}`,
};

/** The entry of an endpoint in a table by ids. */
export function ofId<T>(table: Partial<Record<EndpointId, T>>, id: string): T | undefined {
  return Object.entries<T | undefined>(table).find(([name]) => name === id)?.[1];
}
