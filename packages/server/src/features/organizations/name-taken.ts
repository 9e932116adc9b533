import { ApiError } from "@gatehouse/contract";
import { violatedConstraint } from "../../db/transaction.ts";
import { organizationConstraints } from "./store.ts";

/** Runs a write; a name that another organization has is a 409 on `name` (spec organizations §3.3, §3.5). */
export async function refusingTakenName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (violatedConstraint(error) !== organizationConstraints.nameTaken) throw error;
    throw new ApiError("conflict", {
      message: "An organization with this name exists already.",
      validations: [{ field: "name", detail: "already in use" }],
    });
  }
}
