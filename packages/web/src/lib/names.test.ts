import { describe, expect, it } from "vitest";
import { nameFault, nameFrom } from "./names.ts";

describe("names in addresses", () => {
  it("are proposed from a name for people", () => {
    expect(nameFrom("Équipe Données & ML", 32)).toBe("equipe-donnees-ml");
    expect(nameFrom("  --Ops--  ", 32)).toBe("ops");
  });

  it("never end in a hyphen where the proposal is cut", () => {
    expect(nameFrom("release managers", 8)).toBe("release");
  });

  it("say what is accepted", () => {
    expect(nameFault("", 32)).toBe("Enter a name.");
    expect(nameFault("a".repeat(41), 32)).toBe(
      "Names have at most 32 characters; this one has 41.",
    );
    expect(nameFault("a--b", 32)).toBe("Use letters, digits and single hyphens between them.");
    expect(nameFault("New", 32)).toBe("“New” is reserved. Choose another name.");
    expect(nameFault("release-managers", 32)).toBeUndefined();
  });
});
