import { ApiError } from "@gatehouse/contract";
import { passwordStrength } from "../../platform/password-strength.ts";

/** Refuses a weak password with the verdict that forms show under the field (spec users §5). */
export function requireStrongPassword(password: string, field = "password"): void {
  const verdict = passwordStrength(password);
  if (verdict.valid) return;
  throw new ApiError("weak_password", { validations: [{ field, detail: verdict.details }] });
}
