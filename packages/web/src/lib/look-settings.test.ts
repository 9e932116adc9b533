import { expect, test } from "vitest";
import { appearanceFor, choicesOf, type ThemeChoice, type VisionChoice } from "./look-settings.ts";

const themes: readonly ThemeChoice[] = ["auto", "light", "dark"];
const visions: readonly VisionChoice[] = ["standard", "protan-deuter", "tritan"];

test("every theme with every vision is read back as it was chosen", () => {
  for (const theme of themes) {
    for (const vision of visions) {
      const settings = { ...appearanceFor(theme, vision), terminal_font: "" as const };

      expect(choicesOf(settings)).toEqual({ theme, vision });
    }
  }
});

test("the system's theme with another vision names both slots", () => {
  expect(appearanceFor("auto", "tritan")).toEqual({
    theme_preference: "light-tritan",
    theme_mode: "sync",
    theme_light: "light-tritan",
    theme_dark: "dark-tritan",
  });
});

test("a theme that this release does not know follows the system", () => {
  const settings = { ...appearanceFor("auto", "standard"), terminal_font: "" as const };

  expect(choicesOf({ ...settings, theme_preference: "solarized" })).toEqual({
    theme: "auto",
    vision: "standard",
  });
});
