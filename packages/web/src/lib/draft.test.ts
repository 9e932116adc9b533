import { afterEach, describe, expect, it } from "vitest";
import { dropDrafts, keepable, keepDrafts, offerDraft, takeDraft } from "./draft.ts";

afterEach(() => sessionStorage.clear());

describe("the draft of a form over a sign-in", () => {
  it("comes back on the same page, once", () => {
    const leave = offerDraft("name,roles", () => ({ name: "Mara Voss", roles: ["auditor"] }));
    keepDrafts("/users/mara");
    leave();
    const initial = { name: "", roles: [] as string[], other: "kept" };

    expect(takeDraft("name,roles", "/users/mara", initial)).toEqual({
      name: "Mara Voss",
      roles: ["auditor"],
      other: "kept",
    });
    expect(takeDraft("name,roles", "/users/mara", initial)).toBe(initial);
  });

  it("does not come up on another page, nor in a form of another kind", () => {
    const leave = offerDraft("name", () => ({ name: "Mara" }));
    keepDrafts("/users/mara");
    leave();

    expect(takeDraft("name", "/users/jo", { name: "" })).toEqual({ name: "" });
    expect(takeDraft("title", "/users/mara", { title: "" })).toEqual({ title: "" });
    expect(takeDraft("name", "/users/mara", { name: [] })).toEqual({ name: [] });
  });

  it("never holds a secret, nor what JSON cannot hold", () => {
    const values = { password: "Harbour", old_password: "x", client_secret: "y", amount: 5n };
    expect(keepable({ ...values, token_name: "ci", is_on: true })).toEqual({
      token_name: "ci",
      is_on: true,
    });
    const leave = offerDraft("password", () => values);
    keepDrafts("/settings/security");
    leave();

    expect(sessionStorage.length).toBe(0);
  });

  it("is forgotten when somebody else signs in, and survives nonsense in the storage", () => {
    const leave = offerDraft("name", () => ({ name: "Mara" }));
    keepDrafts("/users/mara");
    leave();
    dropDrafts();
    expect(takeDraft("name", "/users/mara", { name: "" })).toEqual({ name: "" });

    sessionStorage.setItem("gh.drafts", "{broken");
    expect(takeDraft("name", "/users/mara", { name: "" })).toEqual({ name: "" });
  });
});
