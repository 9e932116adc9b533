import { describe, expect, test } from "vitest";
import { serverHelp } from "./help.ts";
import { optionEnv, peerEnvs } from "./option.ts";
import { options as all } from "./options.ts";
import { configurationReference } from "./reference.ts";

const options = all.filter(({ hidden }) => !hidden);

describe("the help text", () => {
  test("names every option that is not hidden with all its variables", () => {
    const words = new Set(serverHelp().split(/[\s,=]+/));

    for (const option of options) {
      for (const name of [`--${option.name}`, optionEnv(option), ...peerEnvs(option)]) {
        expect(words).toContain(name);
      }
    }
  });

  test("fits into 80 columns", () => {
    const tooLong = serverHelp()
      .split("\n")
      .filter((line) => line.length > 80);

    expect(tooLong).toEqual([]);
  });
});

describe("the reference page", () => {
  test("has one row for every option that is not hidden, all of five cells", () => {
    const rows = configurationReference()
      .split("\n")
      .filter((line) => line.startsWith("| `--"));

    expect(rows).toHaveLength(options.length);
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(7);
  });

  test("is the same each time", () => {
    expect(configurationReference()).toBe(configurationReference());
  });
});

describe("the option table", () => {
  test("no two options share a name, a variable, a display name or a place in the API", () => {
    const unique = [
      options.map(({ name }) => name),
      options.map(({ displayName }) => displayName),
      options.flatMap((option) => [optionEnv(option), ...peerEnvs(option)]),
      options.flatMap(({ configPath }) => (configPath ? [configPath.join(".")] : [])),
    ];

    for (const names of unique) expect(new Set(names).size).toBe(names.length);
  });

  test("names are kebab case and descriptions are sentences", () => {
    for (const { name, description } of options) {
      expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(description).toMatch(/^[A-Z].*\.$/s);
    }
  });

  test("no secret has a default", () => {
    expect(options.filter((option) => option.secret && option.default !== "")).toEqual([]);
  });
});
