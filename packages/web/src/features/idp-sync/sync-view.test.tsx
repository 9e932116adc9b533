import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { changesOf, emptyDraft, mappingChange, readDraft, writeDraft } from "./draft.ts";
import type { SyncPreview } from "./queries.ts";
import { SyncView, type SyncViewProps } from "./sync-view.tsx";
import { lossesOf, TryResult } from "./try-result.tsx";

afterEach(cleanup);

const nothing = () => undefined;
const saved = { ...emptyDraft, field: "groups", mapping: { "eng-backend": ["g-1"] } };

function props(given: Partial<SyncViewProps> = {}): SyncViewProps {
  return {
    kind: "groups",
    where: "Design",
    saved: { draft: saved, legacy: {}, fromOptions: false },
    targets: [{ key: "g-1", label: "backend" }],
    fields: ["groups", "roles"],
    seen: ["eng-backend"],
    refusal: undefined,
    pending: false,
    problem: undefined,
    draft: saved,
    onDraft: nothing,
    onSave: nothing,
    losses: async () => [],
    ...given,
  };
}

describe("the settings of a sync", () => {
  it("list values with what they stand for and whether they were seen", async () => {
    await renderPart(<SyncView {...props()} />);

    const row = screen.getByRole("row", { name: /eng-backend/ });
    expect(row.textContent).toContain("backend");
    expect(row.textContent).toContain("Seen");
    expect(screen.queryByRole("region", { name: "Unsaved changes" })).toBeNull();
  });

  it("tell whether they are saved or come from the server's options", async () => {
    await renderPart(<SyncView {...props()} />);
    expect(screen.getByText("Saved here. The server's options do not count.")).toBeTruthy();
    cleanup();

    const given = { draft: saved, legacy: {}, fromOptions: true };
    await renderPart(<SyncView {...props({ saved: given })} />);
    expect(screen.getByText(/From the server's options\./)).toBeTruthy();
  });

  it("show a group that was deleted as such", async () => {
    const draft = { ...saved, mapping: { legacy: ["gone-123"] } };
    await renderPart(<SyncView {...props({ draft })} />);

    const row = screen.getByRole("row", { name: /legacy/ });
    expect(row.textContent).toContain("Deleted (gone-123)");
    expect(row.textContent).toContain("Not yet");
  });

  it("count what is not saved, and discard it", async () => {
    const onDraft = vi.fn();
    const draft = { ...saved, autoCreate: true, mapping: {} };
    await renderPart(<SyncView {...props({ draft, onDraft })} />);

    const bar = screen.getByRole("region", { name: "Unsaved changes" });
    expect(bar.textContent).toContain("2 unsaved changes");
    await userEvent.click(within(bar).getByRole("button", { name: "Discard" }));

    expect(onDraft).toHaveBeenCalledWith(saved);
  });

  it("ask before another claim decides, and tell who loses what", async () => {
    const onSave = vi.fn();
    const draft = { ...saved, field: "roles" };
    await renderPart(<SyncView {...props({ draft, onSave })} />);

    await userEvent.click(screen.getByRole("button", { name: "Save changes" }));
    expect(onSave).not.toHaveBeenCalled();
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog.textContent).toContain("leave all groups of Design");
    await userEvent.click(within(dialog).getByRole("button", { name: "Save changes" }));

    expect(onSave).toHaveBeenCalledOnce();
  });

  it("ask before they take something from the user who was tried", async () => {
    const onSave = vi.fn();
    const draft = { ...saved, mapping: {} };
    const losses = async () => ["mara leaves backend in Design."];
    await renderPart(<SyncView {...props({ draft, onSave, losses })} />);

    await userEvent.click(screen.getByRole("button", { name: "Save changes" }));
    const dialog = await screen.findByRole("alertdialog", { name: "Save groups sync?" });
    expect(dialog.textContent).toContain("mara leaves backend in Design.");
    expect(onSave).not.toHaveBeenCalled();
    await userEvent.click(within(dialog).getByRole("button", { name: "Save changes" }));

    expect(onSave).toHaveBeenCalledOnce();
  });

  it("are saved at once where nobody loses, and ask where that cannot be told", async () => {
    const onSave = vi.fn();
    const draft = { ...saved, mapping: {} };
    await renderPart(<SyncView {...props({ draft, onSave })} />);
    await userEvent.click(screen.getByRole("button", { name: "Save changes" }));
    await vi.waitFor(() => expect(onSave).toHaveBeenCalledOnce());
    cleanup();

    const losses = () => Promise.reject(new Error("offline"));
    await renderPart(<SyncView {...props({ draft, onSave, losses })} />);
    await userEvent.click(screen.getByRole("button", { name: "Save changes" }));

    const dialog = await screen.findByRole("alertdialog");
    expect(dialog.textContent).toContain("could not be told");
  });

  it("can be read without the right to change them, and say who can", async () => {
    const refusal = "You may read these settings. An organization admin can change them.";
    await renderPart(<SyncView {...props({ refusal })} />);

    expect(screen.getByText(refusal, { selector: "div" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Add value" })).toBeNull();
    const remove = screen.getByRole("button", { name: "Remove the mapping of eng-backend" });
    expect(remove.getAttribute("aria-disabled")).toBe("true");
  });

  it("show the mapping of an older release", async () => {
    const legacy = { "old-value": "old-group" };
    await renderPart(
      <SyncView {...props({ saved: { draft: saved, legacy, fromOptions: false } })} />,
    );

    expect(screen.getByText("old-value → old-group")).toBeTruthy();
  });

  it("say why they were not saved", async () => {
    const problem = { message: "The pattern cannot be read.", fields: [] };
    await renderPart(<SyncView {...props({ problem })} />);

    expect(screen.getByRole("alert").textContent).toContain("The pattern cannot be read.");
  });
});

const preview: SyncPreview = {
  allowed: true,
  email: "mara@acme.dev",
  username: "mara",
  email_verified: true,
  organizations: { add: [], remove: [], keep: ["o-1"] },
  groups: [{ organization_id: "o-1", add: ["g-1"], remove: ["g-2"], create: ["eng-new"] }],
  organization_roles: [],
  site_roles: { before: [], after: [] },
  trace: [
    {
      kind: "group",
      setting: "mapping",
      claim: "groups",
      value: "eng-x",
      outcome: "unmapped",
      detail: "No mapping.",
    },
  ],
  warnings: [],
};
const nameOf = (id: string) => ({ "o-1": "Design", "g-1": "backend", "g-2": "all" })[id] ?? id;

describe("a tried sign-in", () => {
  it("tells what would change, and by which rule", async () => {
    await renderPart(<TryResult preview={preview} nameOf={nameOf} />);

    const part = screen.getByTestId("part").textContent;
    expect(part).toContain("groups · Design");
    expect(part).toContain("removed all");
    expect(part).toContain("added backend");
    expect(part).toContain("added eng-new (new)");
    expect(part).toContain("groups = eng-x");
  });

  it("names what it takes, and nothing of what it gives", () => {
    const roles = { organization_id: "o-1", before: ["organization-admin", "x"], after: ["x"] };
    const losses = lossesOf({ ...preview, organization_roles: [roles] }, nameOf);

    expect(losses).toEqual([
      "mara leaves all in Design.",
      "mara loses organization-admin in Design.",
    ]);
  });

  it("tells why it would be refused", async () => {
    const refused = { ...preview, allowed: false, refusal: { status: 403, reason: "No sign-up." } };
    await renderPart(<TryResult preview={refused} nameOf={nameOf} />);

    expect(screen.getByText("This sign-in would be refused.")).toBeTruthy();
    expect(screen.getByText("No sign-up.")).toBeTruthy();
  });
});

describe("a draft", () => {
  const draft = { ...saved, mapping: { "eng-backend": ["g-2"], "eng-web": ["g-1"] } };

  it("is saved as what it adds and takes, nothing else", () => {
    expect(mappingChange(saved, draft)).toEqual({
      Add: [
        { Given: "eng-backend", Gets: "g-2" },
        { Given: "eng-web", Gets: "g-1" },
      ],
      Remove: [{ Given: "eng-backend", Gets: "g-1" }],
    });
  });

  it("keeps no pattern and an empty pattern apart", () => {
    expect(changesOf(saved, { ...saved, regex: "" })).toEqual(["pattern"]);
    expect(readDraft(writeDraft({ ...saved, regex: "" }), saved)?.regex).toBe("");
    expect(readDraft(writeDraft(saved), { ...saved, regex: "x" })?.regex).toBeNull();
  });

  it("is not read from a file of something else", () => {
    for (const text of ["", "[]", '{"mapping": {"a": "b"}}', '{"field": 1}']) {
      expect(readDraft(text, saved)).toBeUndefined();
    }
  });
});
