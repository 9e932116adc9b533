import { ApiError, echo, failField, parseUuid, type UpdateGroupRequest } from "@gatehouse/contract";
import type { GroupRow } from "../../context/group.ts";
import type { AuditTarget } from "../../context/request-context.ts";
import type { GroupChange } from "./store.ts";

const everyone = "Everyone";

/** Whether a group is the Everyone group of its organization (spec organizations §7.2). */
export function isEveryone(group: Pick<GroupRow, "id" | "organization_id">): boolean {
  return group.id === group.organization_id;
}

/** Refuses the reserved name in any letter case, so that nobody is taken for Everyone (spec §1.4). */
export function refuseReservedName(name: string): void {
  if (name.toLowerCase() === everyone.toLowerCase()) failField("name", "this name is reserved");
}

/** Ids of a list of users in canonical form; 400 for every one that is no UUID (spec §12, trap 10). */
export function readUserIds(body: Pick<UpdateGroupRequest, "add_users" | "remove_users">): {
  add: string[];
  remove: string[];
} {
  const validations: { field: string; detail: string }[] = [];
  const read = (field: "add_users" | "remove_users") =>
    body[field].flatMap((text, index) => {
      const id = parseUuid(text);
      if (id !== undefined) return [id];
      validations.push({
        field: `${field}[${index}]`,
        detail: `must be a UUID, not ${echo(text)}`,
      });
      return [];
    });
  const ids = { add: read("add_users"), remove: read("remove_users") };
  if (validations.length > 0) throw new ApiError("validation_failed", { validations });
  return ids;
}

/**
 * What a request changes of a group's own columns. 400 for a reserved name and for what Everyone may not
 * have (spec organizations §7.2, §7.8).
 */
export function changeOf(
  group: GroupRow,
  body: UpdateGroupRequest,
): Omit<GroupChange, "updated_at"> {
  const renamed = body.name !== "" && body.name !== group.name;
  if (renamed && isEveryone(group)) failField("name", "Everyone cannot be renamed");
  if (renamed) refuseReservedName(body.name);
  if (isEveryone(group) && (body.display_name ?? "") !== "") {
    failField("display_name", "Everyone has no display name");
  }
  return {
    ...(renamed ? { name: body.name } : {}),
    ...(body.display_name === undefined ? {} : { display_name: body.display_name }),
    ...(body.avatar_url === undefined ? {} : { avatar_url: body.avatar_url }),
    ...(body.quota_allowance === undefined ? {} : { quota_allowance: body.quota_allowance }),
  };
}

/** Refuses to change who is in a group where that follows from something else: 403 and 409. */
export function refuseUnchangeableMembers(group: GroupRow): void {
  if (isEveryone(group)) {
    throw new ApiError("forbidden", {
      message: "The members of Everyone are the members of the organization.",
    });
  }
  refuseManaged(group);
}

/** Refuses a change of what SCIM manages (spec organizations §7.8). */
export function refuseManaged(group: GroupRow): void {
  if (group.managed_by !== "scim") return;
  throw new ApiError("managed_by_provider", {
    message: "The identity provider manages the name and the members of this group over SCIM.",
  });
}

/** The audit target of a change of a group (spec organizations §10). */
export function groupAuditTarget(
  group: Pick<GroupRow, "id" | "name" | "organization_id">,
  action: string,
): AuditTarget {
  return {
    resourceType: "group",
    action,
    resourceId: group.id,
    resourceTarget: group.name,
    organizationId: group.organization_id,
  };
}
