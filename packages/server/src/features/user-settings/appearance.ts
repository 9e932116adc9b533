import {
  ApiError,
  concreteThemes,
  terminalFonts,
  themeModes,
  type WireAppearance,
} from "@gatehouse/contract";
import { userObject } from "@gatehouse/rbac";
import type { GuardedHandler, Handler, HandlerInput } from "../../context/handler.ts";
import { authorize } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { readSettings, type StoredSettings, writeSettings } from "./store.ts";

const keys = ["theme_preference", "terminal_font", "theme_mode", "theme_light", "theme_dark"];

function known<const V extends string>(value: string | undefined, values: readonly V[]): V | "" {
  return values.find((candidate) => candidate === value) ?? "";
}

function presentAppearance(stored: StoredSettings): WireAppearance {
  return {
    theme_preference: stored.get("theme_preference") ?? "",
    terminal_font: known(stored.get("terminal_font"), terminalFonts),
    theme_mode: known(stored.get("theme_mode"), themeModes),
    theme_light: known(stored.get("theme_light"), concreteThemes),
    theme_dark: known(stored.get("theme_dark"), concreteThemes),
  };
}

/** `GET /users/{user}/appearance` (spec users §7.16). */
export const getUserAppearance: Handler<"getUserAppearance"> = async (deps, ctx, { user }) => {
  authorize(ctx, "read_personal", userObject(user.id));
  return presentAppearance(await readSettings(deps.db, user.id, keys));
};

/** `PUT /users/{user}/appearance`: replaces theme and font, and the mode where one is given. */
export const updateUserAppearance: GuardedHandler<"updateUserAppearance"> = {
  guard: (_deps, ctx, { user }) => authorize(ctx, "update_personal", userObject(user.id)),
  handle: async (deps, _ctx, { user, body }) => {
    const stored = await inTransaction(deps.db, async (tx) => {
      await writeSettings(tx, user.id, appearanceChange(body));
      return readSettings(tx, user.id, keys);
    });
    return presentAppearance(stored);
  },
};

type AppearanceBody = HandlerInput<"updateUserAppearance">["body"];

/** Which keys a body writes; an absent font and an empty slot keep what is stored (spec users §7.16). */
export function appearanceChange(body: AppearanceBody): Record<string, string> {
  return {
    theme_preference: body.theme_preference,
    ...(body.terminal_font === undefined ? {} : { terminal_font: body.terminal_font }),
    ...themeModeChange(body),
  };
}

function themeModeChange(body: AppearanceBody): Record<string, string> {
  if (body.theme_mode === "") return body.theme_preference === "auto" ? { theme_mode: "" } : {};
  if (body.theme_mode === "sync") {
    const missing = (["theme_light", "theme_dark"] as const).filter((slot) => body[slot] === "");
    if (missing.length > 0) {
      const detail = "required with theme_mode sync";
      const validations = missing.map((field) => ({ field, detail }));
      throw new ApiError("validation_failed", { validations });
    }
  }
  return {
    theme_mode: body.theme_mode,
    ...(body.theme_light === "" ? {} : { theme_light: body.theme_light }),
    ...(body.theme_dark === "" ? {} : { theme_dark: body.theme_dark }),
  };
}
