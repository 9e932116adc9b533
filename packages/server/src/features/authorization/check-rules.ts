import {
  ApiError,
  type AuthorizationRequest,
  echo,
  parseUuid,
  type Validation,
} from "@gatehouse/contract";
import type { UncheckedObject } from "@gatehouse/rbac";

/** Checks of one request that name an object by its id (spec authorization §3.10). */
const maxLoadedChecks = 10;

const nilUuid = "00000000-0000-0000-0000-000000000000";

/** The types whose objects can be named by id. */
const loadableTypes = ["workspace", "template", "user", "group"] as const;

/** The type of an object that is read before the check. */
export type LoadableType = (typeof loadableTypes)[number];

/** One check, read but not yet evaluated. */
export interface Check {
  /** The name that the caller gave it. */
  readonly key: string;
  readonly action: string;
  /** The object as asked for; replaced by the loaded one where `load` names it. */
  readonly object: UncheckedObject;
  /** Null: the object is taken as it was described. */
  readonly load: { readonly type: LoadableType; readonly id: string } | null;
}

type RequestedCheck = AuthorizationRequest["checks"][string];

/**
 * Reads the checks of a request in byte order of their names, for `callerId` as `me`. 400 with every
 * cause, but too many loaded objects alone and first (spec authorization §3.10).
 */
export function readChecks(
  requested: AuthorizationRequest["checks"],
  callerId: string,
  maxChecks: number,
): Check[] {
  const entries = Object.entries(requested).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const loaded = entries.filter(([, { object }]) => object.resource_id !== "").length;
  if (loaded > maxLoadedChecks) {
    throw tooMany(`at most ${maxLoadedChecks} checks may have a resource_id, not ${loaded}`);
  }
  if (entries.length > maxChecks) {
    throw tooMany(`at most ${maxChecks} checks may be asked at once, not ${entries.length}`);
  }
  const validations = entries.flatMap(([key, check]) => faultsOf(key, check));
  if (validations.length > 0) throw new ApiError("validation_failed", { validations });
  return entries.map(([key, check]) => readCheck(key, check, callerId));
}

function tooMany(detail: string): ApiError {
  return new ApiError("validation_failed", { validations: [{ field: "checks", detail }] });
}

function faultsOf(key: string, { object }: RequestedCheck): Validation[] {
  const faults: Validation[] = [];
  const { resource_type: type, resource_id: id } = object;
  const fault = (field: string, detail: string) =>
    faults.push({ field, detail: `check ${echo(key)}: ${detail}` });
  if (type === "") fault("resource_type", "a value must be given");
  if (id === "") return faults;
  if (parseUuid(id) === undefined) fault("resource_id", `must be a UUID, not ${echo(id)}`);
  if (type !== "" && !isLoadable(type)) {
    fault("resource_type", `must be one of ${loadableTypes.join(", ")} with a resource_id`);
  }
  return faults;
}

function isLoadable(type: string): type is LoadableType {
  return loadableTypes.some((loadable) => loadable === type);
}

function readCheck(key: string, { action, object }: RequestedCheck, callerId: string): Check {
  const { resource_type: type, any_org: anyOrg } = object;
  const owner = object.owner_id === "me" ? callerId : object.owner_id;
  // Beside `any_org` the nil UUID means "none", as it does wherever an id is optional.
  const org = anyOrg && object.organization_id === nilUuid ? "" : object.organization_id;
  const id = parseUuid(object.resource_id);
  if (id === undefined || !isLoadable(type)) {
    return { key, action, object: { type, owner, org, anyOrg }, load: null };
  }
  return { key, action, object: { type, id }, load: { type, id } };
}
