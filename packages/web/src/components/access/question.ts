import type { Answer, Input, Request } from "@gatehouse/sdk";
import { resourceActions } from "../../generated/catalog.gen.ts";
import type { SearchOf } from "../../lib/search-params.ts";

/** Whose access is shown. */
export interface AccessUser {
  readonly id: string;
  readonly username: string;
  readonly organization_ids: readonly string[];
}

/** All that a user may do, with the roles that it comes from. */
export type Permissions = Answer<"getUserPermissions">;

/** One thing that a user may be allowed to do. */
type Effective = Permissions["effective"][number];

/** Whose object is meant. */
export type Target = "own" | "any" | "id";

/** Whether a user may do something. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  /** Id of the organization; empty: none, an object of the deployment. */
  readonly organization: string;
  readonly target: Target;
  /** Id of the object, for the target `id`. */
  readonly id: string;
}

/** Types whose objects the server finds by id (spec authorization §3.10). */
export const typesById: readonly string[] = ["workspace", "template", "user", "group"];

/** Every resource type, by name. */
export const resourceNames = Object.keys(resourceActions).sort();

/** The actions of a type. */
export function actionsFor(resource: string): readonly string[] {
  return resourceActions[resource] ?? [];
}

/** The question as parameters of the address. */
export const questionSearch = { ask: "", in: "", whose: "any", object: "" } as const;

/** What the address asks; null when it asks nothing. What no type or action is called is left to the server to refuse. */
export function questionOf(search: SearchOf<typeof questionSearch>): Question | null {
  const [resource = "", action = ""] = search.ask.split(":");
  if (resource === "" || action === "") return null;
  const target = search.whose === "own" || search.whose === "id" ? search.whose : "any";
  return { resource, action, organization: search.in, target, id: search.object };
}

/** The address of a question. */
export function searchOf({ resource, action, organization, target, id }: Question) {
  return {
    ask: `${resource}:${action}`,
    in: organization,
    whose: target,
    object: target === "id" ? id : "",
  };
}

/** The question that stands there first: about a permission; without any, one that everybody understands. */
export function questionFrom(
  permission: Effective | undefined,
  organization: string | undefined,
): Question {
  if (permission === undefined) {
    return {
      action: "read",
      resource: "user",
      organization: organization ?? "",
      target: "any",
      id: "",
    };
  }
  return {
    action: permission.actions[0] ?? "read",
    resource: permission.resource_type,
    organization: permission.organization_id ?? "",
    target: permission.target === "own" || permission.target === "org_own" ? "own" : "any",
    id: "",
  };
}

type Body = Input<Exclude<Request<"explainAuthorization">["body"], undefined>>;

/** The request of a question about a user; null while it is not complete. */
export function explainRequest(userId: string, question: Question): Body | null {
  const { action, resource, organization, target, id } = question;
  if (target === "id" && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
  const object = {
    resource_type: resource,
    ...(organization === "" ? {} : { organization_id: organization }),
    ...(target === "own" ? { owner_id: userId } : {}),
    ...(target === "id" ? { resource_id: id } : {}),
  };
  return { user: userId, checks: { question: { action, object } } };
}
