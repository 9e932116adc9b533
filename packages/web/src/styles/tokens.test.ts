import { describe, expect, test } from "vitest";
import { contrast } from "./color.ts";
import { avatarPairs, type Pair, tokens, type Vision, visionTokens } from "./tokens.ts";

const themes = [
  ["light", 0],
  ["dark", 1],
] as const;
const tones = ["success", "warning", "danger", "info"] as const;
const surfaces = ["canvas", "surface", "surface-sunken", "surface-raised"] as const;
const fills = [
  "fill",
  "fill-hover",
  "fill-pressed",
  "fill-selected",
  "fill-selected-hover",
] as const;
const everywhere = [...surfaces, ...fills];

type Table = Readonly<Record<string, Pair>>;

function value(table: Table, name: string, theme: 0 | 1): string {
  const pair = table[name] ?? tokens[name];
  if (pair === undefined) throw new Error(`no token ${name}`);
  return pair[theme];
}

/** The smallest contrast of one colour on several others. */
function worst(table: Table, name: string, on: readonly string[], theme: 0 | 1): number {
  const colour = value(table, name, theme);
  return Math.min(...on.map((other) => contrast(colour, value(table, other, theme))));
}

describe.each(themes)("in the %s theme", (_, theme) => {
  test.each([
    ["text", 11.4],
    ["text-secondary", 6.2],
    ["text-tertiary", 4.5],
    ["accent-text", 4.5],
    ["border-control", 3],
    ["border-control-hover", 3.9],
    ["text-disabled", 2.8],
    ["focus", 3],
  ])("%s keeps a contrast of %d on every surface and fill", (name, floor) => {
    expect(worst({}, name, everywhere, theme)).toBeGreaterThanOrEqual(floor - 0.05);
  });

  test.each(["accent", "accent-hover", "accent-pressed", "danger-strong", "danger-strong-hover"])(
    "white text on %s is readable",
    (name) => {
      expect(worst({}, "on-accent", [name], theme)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test("a tooltip is readable", () => {
    expect(worst({}, "text-inverse", ["text"], theme)).toBeGreaterThanOrEqual(15);
  });

  test("initials are readable on every avatar", () => {
    for (let at = 1; at <= avatarPairs; at += 1) {
      expect(worst({}, `avatar-${at}-text`, [`avatar-${at}`], theme)).toBeGreaterThanOrEqual(6.5);
    }
  });

  test("a series of a chart stands out from its surface", () => {
    for (let at = 1; at <= 6; at += 1) {
      expect(worst({}, `chart-${at}`, ["surface"], theme)).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(tones)("%s is readable on its own background and on every surface", (tone) => {
    expect(worst({}, `${tone}-text`, [`${tone}-bg`], theme)).toBeGreaterThanOrEqual(5.75);
    expect(worst({}, `${tone}-text`, everywhere, theme)).toBeGreaterThanOrEqual(4.5);
    expect(worst({}, `${tone}-solid`, everywhere, theme)).toBeGreaterThanOrEqual(2.95);
  });

  describe.each<Vision>(["protan-deuter", "tritan"])("for %s vision", (vision) => {
    test.each(tones)("%s stays readable", (tone) => {
      const table = visionTokens(vision);

      expect(worst(table, `${tone}-text`, [`${tone}-bg`], theme)).toBeGreaterThanOrEqual(5.5);
      expect(worst(table, `${tone}-solid`, everywhere, theme)).toBeGreaterThanOrEqual(2.95);
    });
  });
});
