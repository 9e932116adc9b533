import { ApiError, fail } from "@gatehouse/contract";
import { violatedConstraint } from "../../db/transaction.ts";
import { groupConstraints } from "./store.ts";

/** Runs a write and tells the client which rule of the database it broke (spec organizations §7.4, §7.8). */
export async function refusingConstraints<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    switch (violatedConstraint(error)) {
      case groupConstraints.nameTaken:
        throw new ApiError("conflict", {
          message: "A group with this name exists already in the organization.",
          validations: [{ field: "name", detail: "already in use" }],
        });
      case groupConstraints.deletedOrganization:
        return fail("not_found");
      case groupConstraints.notMember:
        throw new ApiError("validation_failed", {
          validations: [{ field: "add_users", detail: "a user left the organization meanwhile" }],
        });
      default:
        throw error;
    }
  }
}
