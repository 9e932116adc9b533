import type { Answer } from "@gatehouse/sdk";
import type { QueryClient } from "@tanstack/react-query";
import { api } from "./api.ts";
import { lookOf, showLook } from "./appearance.ts";
import { problemOf } from "./problem.ts";
import { appearanceQuery } from "./queries.ts";

/** Appearance as it is stored. */
export type Appearance = Answer<"getUserAppearance">;

/** The themes to choose from. */
export type ThemeChoice = "auto" | "light" | "dark";

/** The colour vision to choose from. */
export type VisionChoice = "standard" | "protan-deuter" | "tritan";

/** Reads theme and vision from stored settings. */
export function choicesOf(settings: Appearance): {
  readonly theme: ThemeChoice;
  readonly vision: VisionChoice;
} {
  const { theme, vision } = lookOf(settings);
  return { theme: theme === "" ? "auto" : theme, vision: vision === "" ? "standard" : vision };
}

type Change = Pick<Appearance, "theme_preference" | "theme_mode" | "theme_light" | "theme_dark">;

/**
 * The settings that say a theme and a vision (console guide §2.1): one theme is its name; the system's theme with
 * another vision needs both slots; the system's theme alone is `auto`, which clears the mode.
 */
export function appearanceFor(theme: ThemeChoice, vision: VisionChoice): Change {
  const suffix = vision === "standard" ? "" : (`-${vision}` as const);
  const light = `light${suffix}` as const;
  const dark = `dark${suffix}` as const;
  if (theme === "auto" && vision === "standard") {
    return { theme_preference: "auto", theme_mode: "", theme_light: "", theme_dark: "" };
  }
  if (theme === "auto") {
    return { theme_preference: light, theme_mode: "sync", theme_light: light, theme_dark: dark };
  }
  const name = theme === "light" ? light : dark;
  return { theme_preference: name, theme_mode: "single", theme_light: light, theme_dark: dark };
}

/** What is sent: the font only when one is stored, slots only with a mode. */
function bodyOf(next: Appearance) {
  const { theme_preference, theme_mode, theme_light, theme_dark, terminal_font } = next;
  return {
    theme_preference: theme_preference === "" ? "auto" : theme_preference,
    ...(theme_mode === "" ? {} : { theme_mode }),
    ...(theme_mode === "" || theme_light === "" ? {} : { theme_light }),
    ...(theme_mode === "" || theme_dark === "" ? {} : { theme_dark }),
    ...(terminal_font === "" ? {} : { terminal_font }),
  };
}

/** How a change of the appearance is told. */
export interface AppearanceTold {
  readonly saved: (text: string, undo: () => void) => void;
  readonly refused: (text: string) => void;
}

/** Shows another appearance at once, stores it, and takes it back when the server refuses it. */
export async function changeAppearance(
  queries: QueryClient,
  before: Appearance,
  after: Appearance,
  told: AppearanceTold,
): Promise<void> {
  const { queryKey } = appearanceQuery;
  const show = (next: Appearance): void => {
    queries.setQueryData(queryKey, next);
    showLook(lookOf(next));
  };
  await queries.cancelQueries({ queryKey });
  show(after);
  try {
    await api.call("updateUserAppearance", { params: { user: "me" }, body: bodyOf(after) });
    told.saved("Appearance saved.", () => void changeAppearance(queries, after, before, told));
  } catch (error) {
    show(before);
    told.refused(`The appearance was not saved. ${problemOf(error).message}`);
  }
  await queries.invalidateQueries({ queryKey });
}
