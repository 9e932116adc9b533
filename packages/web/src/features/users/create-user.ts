import type { LoginType } from "@gatehouse/contract";
import type { Answer, Input, Request } from "@gatehouse/sdk";
import { api } from "../../lib/api.ts";
import { passwordStrength } from "../../lib/password-strength.ts";
import { randomPassword } from "../../lib/random-password.ts";
import { emailFault, usernameFault } from "../../lib/username.ts";
import type { User } from "./queries.ts";

/** What the form holds. */
export interface NewUser {
  readonly kind: "person" | "service_account";
  readonly email: string;
  readonly username: string;
  readonly name: string;
  readonly login_type: LoginType;
  /** Whether the console makes the password and shows it once. */
  readonly generate: boolean;
  readonly password: string;
  readonly organization_ids: readonly string[];
  readonly roles: readonly string[];
  readonly user_status: "dormant" | "active";
}

/** What the form calls its fields. */
export const newUserLabels = {
  email: "Email",
  username: "Username",
  name: "Full name",
  login_type: "Sign-in",
  password: "Password",
  organization_ids: "Organizations",
  roles: "Site roles",
};

/** Ways to sign in that this deployment offers, the best first. */
export function offeredLoginTypes(methods: Answer<"getAuthMethods">): readonly LoginType[] {
  const offered: (LoginType | false)[] = [
    methods.oidc.enabled && "oidc",
    methods.password.enabled && "password",
    methods.github.enabled && "github",
    "none",
  ];
  return offered.filter((type) => type !== false);
}

/** An empty form. */
export function emptyUser(
  methods: Answer<"getAuthMethods">,
  organizations: readonly string[],
): NewUser {
  return {
    kind: "person",
    email: "",
    username: "",
    name: "",
    login_type: offeredLoginTypes(methods)[0] ?? "none",
    generate: true,
    password: "",
    organization_ids: organizations,
    roles: [],
    user_status: "dormant",
  };
}

/** What can be judged without the server. */
export function newUserFaults(user: NewUser) {
  const typesPassword = needsPassword(user) && !user.generate;
  return {
    email: user.kind === "person" ? emailFault(user.email) : undefined,
    username: usernameFault(user.username),
    password:
      typesPassword && !passwordStrength(user.password).accepted
        ? "Choose a stronger password."
        : undefined,
    organization_ids:
      user.organization_ids.length === 0 ? "Choose at least one organization." : undefined,
  };
}

/** Whether the user will sign in with a password. */
export function needsPassword(user: NewUser): boolean {
  return user.kind === "person" && user.login_type === "password";
}

type Body = Exclude<Request<"createUser">["body"], undefined>;

/** The request of a form; `password` is what the user will sign in with. */
export function createRequest(user: NewUser, password: string): Input<Body> {
  const common = {
    username: user.username,
    name: user.name.trim(),
    organization_ids: user.organization_ids,
    roles: user.roles,
    user_status: user.user_status,
  };
  if (user.kind === "service_account") return { ...common, service_account: true };
  return {
    ...common,
    email: user.email.trim(),
    login_type: user.login_type,
    ...(needsPassword(user) ? { password } : {}),
  };
}

/** Creates the user; gives a generated password back, to be shown once. Throws ApiFailure. */
export async function createUser(
  user: NewUser,
): Promise<{ readonly user: User; readonly generated: string | null }> {
  const generated = needsPassword(user) && user.generate ? randomPassword() : null;
  const created = await api.call("createUser", {
    body: createRequest(user, generated ?? user.password),
  });
  return { user: created, generated };
}
