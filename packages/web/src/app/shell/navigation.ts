import {
  ArrowLeftRight,
  Building2,
  CircleDollarSign,
  ContactRound,
  Gauge,
  HeartPulse,
  House,
  KeyRound,
  type LucideIcon,
  MonitorSmartphone,
  ScrollText,
  ServerCog,
  Settings,
  ShieldCheck,
  SlidersHorizontal,
  UserRound,
  UsersRound,
  Wallet,
} from "lucide-react";
import type { Checks } from "../../lib/permissions.ts";

const anyOrganization = true as const;

/** Checks of the navigation that concern the deployment. */
export const siteNavigationChecks = {
  "nav.users": { action: "read", object: { resource_type: "user" } },
  "nav.keys": { action: "read", object: { resource_type: "api_key" } },
  "nav.prices": { action: "read", object: { resource_type: "ai_model_price" } },
  "nav.budgets": {
    action: "update",
    object: { resource_type: "group", any_org: anyOrganization },
  },
  "nav.spend": {
    action: "read",
    object: { resource_type: "group_member", any_org: anyOrganization },
  },
  "nav.audit": {
    action: "read",
    object: { resource_type: "audit_log", any_org: anyOrganization },
  },
  "nav.deployment": { action: "read", object: { resource_type: "deployment_config" } },
  "nav.organizationSync": { action: "read", object: { resource_type: "idpsync_settings" } },
  "nav.health": { action: "read", object: { resource_type: "debug_info" } },
  "nav.createOrganization": { action: "create", object: { resource_type: "organization" } },
} as const satisfies Checks;

/** Checks of the navigation that concern the chosen organization. */
export const organizationNavigationChecks = {
  "nav.members": { action: "read", object: { resource_type: "organization_member" } },
  "nav.groups": { action: "read", object: { resource_type: "group" } },
  "nav.roles": { action: "read", object: { resource_type: "assign_org_role" } },
  "nav.idpSync": { action: "read", object: { resource_type: "idpsync_settings" } },
  "nav.organizationSettings": { action: "update", object: { resource_type: "organization" } },
} as const satisfies Checks;

type SiteCheck = keyof typeof siteNavigationChecks;
type OrganizationCheck = keyof typeof organizationNavigationChecks;

/** A place that the sidebar and the palette lead to. */
export interface NavigationItem {
  readonly label: string;
  /** The path of the page; `$org` stands for the chosen organization. */
  readonly path: string;
  readonly icon: LucideIcon;
  /** Shown when one of these checks holds; without any, always. */
  readonly when?: readonly (SiteCheck | OrganizationCheck | "manyOrganizations" | "hasGroup")[];
  /** The key after `g`. */
  readonly key?: string;
}

/** A heading and its places; the heading of the chosen organization is its name. */
export interface NavigationSection {
  readonly label: string | null;
  readonly organization?: true;
  readonly items: readonly NavigationItem[];
}

/** The sidebar, top to bottom. Places whose page is not part of the build are left out. */
export const navigation: readonly NavigationSection[] = [
  { label: null, items: [{ label: "Home", path: "/", icon: House, key: "h" }] },
  {
    label: "People",
    items: [{ label: "Users", path: "/users", icon: UserRound, when: ["nav.users"], key: "u" }],
  },
  {
    label: "",
    organization: true,
    items: [
      {
        label: "Members",
        path: "/organizations/$org",
        icon: ContactRound,
        when: ["nav.members"],
        key: "m",
      },
      {
        label: "Groups",
        path: "/organizations/$org/groups",
        icon: UsersRound,
        when: ["nav.groups", "hasGroup"],
        key: "g",
      },
      {
        label: "Roles",
        path: "/organizations/$org/roles",
        icon: ShieldCheck,
        when: ["nav.roles"],
        key: "r",
      },
      {
        label: "Identity sync",
        path: "/organizations/$org/idp-sync",
        icon: ArrowLeftRight,
        when: ["nav.idpSync"],
        key: "i",
      },
      {
        label: "Settings",
        path: "/organizations/$org/settings",
        icon: Settings,
        when: ["nav.organizationSettings"],
      },
    ],
  },
  {
    label: "Keys",
    items: [
      { label: "My tokens", path: "/settings/tokens", icon: KeyRound, key: "t" },
      { label: "My sessions", path: "/settings/sessions", icon: MonitorSmartphone, key: "s" },
      { label: "All tokens", path: "/keys", icon: KeyRound, when: ["nav.keys"] },
    ],
  },
  {
    label: "AI",
    items: [
      {
        label: "Prices",
        path: "/ai/prices",
        icon: CircleDollarSign,
        when: ["nav.prices"],
        key: "p",
      },
      {
        label: "Budgets",
        path: "/ai/budgets",
        icon: Gauge,
        when: ["nav.budgets", "nav.prices"],
        key: "b",
      },
      { label: "Spend", path: "/ai/spend", icon: Wallet, when: ["nav.spend"] },
    ],
  },
  {
    label: "Governance",
    items: [
      { label: "Audit log", path: "/audit", icon: ScrollText, when: ["nav.audit"], key: "a" },
    ],
  },
  {
    label: "Deployment",
    items: [
      {
        label: "Overview",
        path: "/deployment",
        icon: ServerCog,
        when: ["nav.deployment"],
        key: "d",
      },
      {
        label: "Organizations",
        path: "/organizations",
        icon: Building2,
        when: ["manyOrganizations", "nav.createOrganization"],
      },
      {
        label: "Organization sync",
        path: "/deployment/idp-org-sync",
        icon: ArrowLeftRight,
        when: ["nav.organizationSync"],
      },
      {
        label: "Configuration",
        path: "/deployment/configuration",
        icon: SlidersHorizontal,
        when: ["nav.deployment"],
      },
      { label: "Health", path: "/deployment/health", icon: HeartPulse, when: ["nav.health"] },
    ],
  },
];
