import type { Handler } from "../../context/handler.ts";
import { passwordStrength } from "../../platform/password-strength.ts";

/** `POST /users/validate-password`: the verdict that `POST /users` would give (spec users §7.5). */
export const validatePassword: Handler<"validatePassword"> = async (_deps, _ctx, { body }) => {
  const verdict = passwordStrength(body.password);
  return { valid: verdict.valid, details: verdict.details };
};
