import type { Answer } from "@gatehouse/sdk";

/** How the console looks in this browser; `data-` attributes of `<html>`. An empty text is the system's choice. */
export interface Look {
  readonly theme: "" | "light" | "dark";
  readonly vision: "" | "protan-deuter" | "tritan";
}

const storageKey = "gh.appearance";
const wireValue = /^(light|dark)(?:-(protan-deuter|tritan))?$/;

/**
 * The look that stored settings ask for. `auto` and whatever this release does not know follow the system; with
 * `theme_mode` sync the vision of the slots counts, as both name the same one.
 */
export function lookOf(settings: Answer<"getUserAppearance">): Look {
  if (settings.theme_mode === "sync") {
    return { theme: "", vision: visionOf(wireValue.exec(settings.theme_light)?.[2]) };
  }
  const [, theme, vision] = wireValue.exec(settings.theme_preference) ?? [];
  return { theme: theme === "light" || theme === "dark" ? theme : "", vision: visionOf(vision) };
}

function visionOf(text: string | undefined): Look["vision"] {
  return text === "protan-deuter" || text === "tritan" ? text : "";
}

/** Shows a look, and keeps it for the first paint of the next visit (`boot.ts` reads it). */
export function showLook(look: Look): void {
  const root = document.documentElement;
  for (const [name, value] of Object.entries(look)) {
    if (value === "") delete root.dataset[name];
    else root.dataset[name] = value;
  }
  keep({ ...stored(), ...look });
}

/** Row height, a choice of this browser alone. */
export type Density = "comfortable" | "compact";

/** Shows a density and keeps it. */
export function showDensity(density: Density): void {
  document.documentElement.dataset["density"] = density;
  keep({ ...stored(), density });
}

function stored(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function keep(value: Record<string, unknown>): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(value));
  } catch {
    // Without storage the next visit starts with the system's theme.
  }
}
