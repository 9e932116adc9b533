import type { Answer } from "@gatehouse/sdk";
import { lookOf } from "../../lib/appearance.ts";

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
