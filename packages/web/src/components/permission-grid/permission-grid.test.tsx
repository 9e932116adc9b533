import { cleanup, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, test } from "vitest";
import { show } from "../../testing/render.tsx";
import type { GridRow } from "./grid-model.ts";
import { PermissionGrid } from "./permission-grid.tsx";

afterEach(cleanup);

const rows: readonly GridRow[] = [
  {
    resource: "template",
    meaning: "Blueprints",
    group: "Work",
    actions: ["create", "read", "update", "delete", "use"],
  },
  { resource: "workspace", meaning: "Machines", group: "Work", actions: ["read", "ssh"] },
  { resource: "audit_log", meaning: "Records", group: "Records", actions: ["read"] },
];

function Grid({ start = [] }: { readonly start?: readonly string[] }) {
  const [value, setValue] = useState<ReadonlySet<string>>(new Set(start));
  return (
    <>
      <p data-testid="value">{[...value].sort().join(" ")}</p>
      <PermissionGrid
        label="Permissions"
        rows={rows}
        value={value}
        onChange={setValue}
        lockedReason={(resource, action) =>
          action === "ssh" ? `You do not hold ${resource}:${action} in Design.` : undefined
        }
      />
    </>
  );
}

const value = (): string | null => screen.getByTestId("value").textContent;
const here = (): string | null => document.activeElement?.getAttribute("aria-label") ?? null;

describe("keys", () => {
  test("the grid is one tab stop", async () => {
    const { user } = show(<Grid />);

    await user.tab();
    expect(here()).toBe("all of template");
    await user.tab();
    expect(document.activeElement).toBe(document.body);
  });

  test("arrows move between cells and step over empty columns", async () => {
    const { user } = show(<Grid />);
    await user.tab();

    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(here()).toBe("read template");
    await user.keyboard("{ArrowDown}");
    expect(here()).toBe("read workspace");
    await user.keyboard("{ArrowRight}");
    expect(here()).toBe("ssh workspace");
    await user.keyboard("{ArrowRight}");
    expect(here()).toBe("ssh workspace");
    await user.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(here()).toBe("all of workspace");
  });

  test("Home and End go through the row, with Ctrl through the grid, pages through groups", async () => {
    const { user } = show(<Grid />);
    await user.tab();

    await user.keyboard("{End}");
    expect(here()).toBe("use template");
    await user.keyboard("{Control>}{End}{/Control}");
    expect(here()).toBe("read audit_log");
    await user.keyboard("{Control>}{Home}{/Control}{PageDown}");
    expect(here()).toBe("all of audit_log");
    await user.keyboard("{PageUp}");
    expect(here()).toBe("all of template");
  });

  test("Space changes a cell", async () => {
    const { user } = show(<Grid />);
    await user.tab();

    await user.keyboard("{ArrowRight} ");

    expect(value()).toBe("template:create");
  });

  test("the place is kept when the focus leaves and comes back", async () => {
    const { user } = show(<Grid />);
    await user.tab();
    await user.keyboard("{ArrowDown}");

    await user.tab();
    await user.tab({ shift: true });

    expect(here()).toBe("all of workspace");
  });
});

test("a locked cell can be reached, says why and does not change", async () => {
  const { user } = show(<Grid start={["workspace:ssh"]} />);
  const cell = screen.getByRole("checkbox", { name: "ssh workspace" });

  await user.click(cell);

  expect(value()).toBe("workspace:ssh");
  const reason = document.getElementById(cell.getAttribute("aria-describedby") ?? "");
  expect(reason?.textContent).toBe("You do not hold workspace:ssh in Design.");
});

test("the checkbox of a row takes all that may be granted and leaves locked ones alone", async () => {
  const { user } = show(<Grid start={["workspace:ssh"]} />);
  const row = screen.getByRole("checkbox", { name: "all of workspace" });
  expect(row).toHaveProperty("indeterminate", true);

  await user.click(row);
  expect(value()).toBe("workspace:read workspace:ssh");
  await user.click(row);

  expect(value()).toBe("workspace:ssh");
});

describe("on a phone", () => {
  test("resources fold, with how much of them is on; what is on is open from the start", async () => {
    const { user } = show(<Grid start={["template:read", "template:use"]} />);
    const template = screen.getByRole("button", { name: "Permissions on template, 2 of 5" });
    const workspace = screen.getByRole("button", { name: "Permissions on workspace, 0 of 2" });
    expect(template.getAttribute("aria-expanded")).toBe("true");
    expect(workspace.getAttribute("aria-expanded")).toBe("false");

    await user.click(workspace);
    expect(workspace.getAttribute("aria-expanded")).toBe("true");
    await user.click(template);
    expect(template.getAttribute("aria-expanded")).toBe("false");
  });

  test("keys unfold the resource that they lead into", async () => {
    const { user } = show(<Grid />);
    await user.tab();
    await user.keyboard("{ArrowDown}{ArrowRight}");
    const workspace = screen.getByRole("button", { name: "Permissions on workspace, 0 of 2" });
    expect(workspace.getAttribute("aria-expanded")).toBe("true");
  });
});
