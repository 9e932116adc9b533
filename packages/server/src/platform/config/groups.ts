import type { OptionGroup } from "./option.ts";

const networking: OptionGroup = {
  name: "Networking",
  yaml: "networking",
  description: "Addresses that the server listens on and is known by.",
};

const introspection: OptionGroup = {
  name: "Introspection",
  yaml: "introspection",
  description: "What the server tells about itself.",
};

const notifications: OptionGroup = {
  name: "Notifications",
  yaml: "notifications",
  description: "How people are told what happened to their account.",
};

const oauth2: OptionGroup = {
  name: "OAuth2",
  yaml: "oauth2",
  description: "Sign-in with OAuth providers.",
};

/** The headings of the option table in the order of the help; `parent` makes a heading part of another. */
export const groups = {
  networking,
  http: {
    name: "HTTP",
    yaml: "http",
    description: "Cookies, limits and security headers of the HTTP server.",
    parent: networking,
  },
  storage: {
    name: "Storage",
    yaml: "storage",
    description: "Where the deployment keeps its data.",
  },
  sessions: {
    name: "Sessions and Tokens",
    yaml: "sessions",
    description: "How long a sign-in or an API token lasts.",
  },
  users: {
    name: "Users and Access",
    yaml: "users",
    description: "How people sign in and what roles may do.",
  },
  oidc: {
    name: "OIDC",
    yaml: "oidc",
    description: "Sign-in with an OpenID Connect provider.",
  },
  oauth2,
  github: {
    name: "GitHub",
    yaml: "github",
    description: "Sign-in with GitHub.",
    parent: oauth2,
  },
  client: {
    name: "Client",
    yaml: "client",
    description: "What the command line and the console of the users are told.",
  },
  notifications,
  email: {
    name: "Email",
    yaml: "email",
    description: "The mail server that messages are handed to.",
  },
  webhook: {
    name: "Webhook",
    yaml: "webhook",
    description: "Messages as HTTP requests to an address of yours.",
    parent: notifications,
  },
  inbox: {
    name: "Inbox",
    yaml: "inbox",
    description: "Messages inside the console.",
    parent: notifications,
  },
  ai: {
    name: "AI",
    yaml: "ai",
    description: "What the use of AI costs, and how it is limited.",
  },
  retention: {
    name: "Retention",
    yaml: "retention",
    description: "After what time old rows are deleted; 0 keeps them for ever.",
  },
  introspection,
  logging: {
    name: "Logging",
    yaml: "logging",
    description: "The log on standard output.",
    parent: introspection,
  },
  healthCheck: {
    name: "Health Check",
    yaml: "healthcheck",
    description: "The checks behind the health page.",
    parent: introspection,
  },
  updates: {
    name: "Updates",
    yaml: "updates",
    description: "Versions, experiments and the search for new releases.",
  },
  dangerous: {
    name: "Dangerous",
    yaml: "dangerous",
    description: "Switches that remove a protection; for tests only.",
  },
} as const satisfies Record<string, OptionGroup>;
