import type { Answer, Input, Request } from "@gatehouse/sdk";
import { resourceActions } from "../../../generated/catalog.gen.ts";

/** One thing that a user may be allowed to do. */
export type Effective = Answer<"getUserPermissions">["effective"][number];

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

/** The question about a permission of the list; with none, one that everybody understands. */
export function questionFrom(
  permission: Effective | undefined,
  organization: string | undefined,
  action?: string,
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
    action: action ?? permission.actions[0] ?? "read",
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
