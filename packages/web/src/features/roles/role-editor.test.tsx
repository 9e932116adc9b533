import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { RoleEditor } from "./role-editor.tsx";
import { RoleSummary } from "./role-summary.tsx";

afterEach(cleanup);

const nothing = () => undefined;

interface Wishes {
  readonly start?: readonly string[];
  readonly held?: readonly string[];
  readonly readOnly?: string;
  readonly refused?: readonly (readonly [string, string])[];
  readonly filter?: string;
}

function Editor({ start = [], held = [], readOnly, refused = [], filter = "" }: Wishes) {
  const [value, setValue] = useState(start);
  return (
    <>
      <output>{value.join(" ")}</output>
      <RoleEditor
        organization="Design"
        value={value}
        onChange={setValue}
        held={new Set(held)}
        readOnly={readOnly}
        refused={new Map(refused)}
        filter={filter}
        isSelectedOnly={false}
        onFilter={nothing}
        onSelectedOnly={nothing}
      />
    </>
  );
}

const value = () => screen.getByRole("status").textContent;
/** The texts that describe a cell; with the pointer on it the tooltip is one more. */
const reasonsOf = (cell: HTMLElement) =>
  (cell.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent);

describe("the role editor", () => {
  it("gives what its user holds", async () => {
    await renderPart(<Editor held={["template:update"]} filter="template" />);

    await userEvent.click(screen.getByRole("checkbox", { name: "update template" }));

    expect(value()).toBe("template:update");
  });

  it("locks what its user does not hold and says so before anything is sent", async () => {
    await renderPart(<Editor held={["template:update"]} filter="ssh" />);
    const cell = screen.getByRole("checkbox", { name: "ssh workspace" });

    await userEvent.click(cell);

    expect(value()).toBe("");
    expect(reasonsOf(cell)).toContain("You do not hold workspace:ssh in Design.");
  });

  it("lets a stored permission that its user does not hold be removed, by cell or all at once", async () => {
    await renderPart(
      <Editor start={["template:read", "workspace:ssh"]} held={["template:read"]} filter="ssh" />,
    );

    await userEvent.click(screen.getByRole("button", { name: "Remove what I do not hold" }));

    expect(value()).toBe("template:read");
    expect(screen.queryByText(/1 permission of this role/)).toBeNull();
  });

  it("shows a refusal of the server at its cell", async () => {
    const refused = [["template:read", "is not among your own permissions"]] as const;
    await renderPart(
      <Editor
        start={["template:read"]}
        held={["template:read"]}
        refused={refused}
        filter="template"
      />,
    );

    const cell = screen.getByRole("checkbox", { name: "read template" });
    expect(cell.getAttribute("title")).toBe("is not among your own permissions");
  });

  it("lists what has no effect in an organization role and removes it", async () => {
    await renderPart(<Editor start={["deployment_config:read"]} filter="audit" />);
    const list = screen.getByRole("region", { name: "No effect" });

    await userEvent.click(
      within(list).getByRole("button", { name: "Remove deployment_config:read" }),
    );

    expect(value()).toBe("");
  });

  it("is read-only with the reason, and offers nothing that would fail", async () => {
    await renderPart(
      <Editor
        start={["template:read"]}
        readOnly="This role comes with Gatehouse."
        filter="template"
      />,
    );
    const cell = screen.getByRole("checkbox", { name: "read template" });

    await userEvent.click(cell);

    expect(value()).toBe("template:read");
    expect(reasonsOf(cell)).toContain("This role comes with Gatehouse.");
    expect(screen.queryByRole("button", { name: /Remove/ })).toBeNull();
  });

  it("filters by resource, meaning and action", async () => {
    await renderPart(<Editor filter="ssh" />);

    expect(screen.getByRole("checkbox", { name: "ssh workspace" })).toBeTruthy();
    expect(screen.queryByRole("checkbox", { name: "read template" })).toBeNull();
  });

  it("names the filter that no permission matches", async () => {
    await renderPart(<Editor filter="xyz" />);

    expect(screen.getByText(/No permissions match/)).toBeTruthy();
  });
});

describe("the summary of a role", () => {
  const gain = {
    userId: "u-1",
    username: "mara",
    resource: "template",
    actions: ["update"],
    where: "Design",
  };
  const loss = { ...gain, userId: "u-2", username: "jo", actions: ["delete"] };

  it("warns of what reaches everybody and names who gains and who loses", async () => {
    const impact = { gains: [gain], losses: [loss], users: 2, truncated: false };
    await renderPart(
      <RoleSummary
        organization="Design"
        selected={new Set(["template:delete"])}
        radius={{ impact, loading: false, error: undefined }}
      />,
    );

    const summary = screen.getByRole("region", { name: "Summary" });
    expect(summary.textContent).toContain("1 permission on 1 resource");
    expect(summary.textContent).toContain("removes templates for everyone in Design");
    expect(summary.textContent).toContain("1 loses");
    expect(summary.textContent).toContain("1 gains");
    expect(summary.textContent).toContain("mara");
  });

  it("says when the effect could not be computed, and why", async () => {
    await renderPart(
      <RoleSummary
        organization="Design"
        selected={new Set()}
        radius={{ impact: undefined, loading: false, error: "You may not read members." }}
      />,
    );

    expect(screen.getByText("You may not read members.")).toBeTruthy();
  });
});
