import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { Role } from "../../lib/catalogs.ts";
import { reasons } from "../../lib/reasons.ts";
import { renderPart } from "../../testing/render.tsx";
import { RoleChoices } from "./role-choices.tsx";

afterEach(cleanup);

const role = (name: string, assignable: boolean) =>
  ({ name, display_name: name, assignable }) as Partial<Role> as Role;
const roles = [role("auditor", false), role("user-admin", true)];

/** The reasons that stand beside a lock, besides those that only the checkboxes tell. */
const inSight = () =>
  [...document.querySelectorAll("svg.lucide-lock")].map((lock) => lock.parentElement?.textContent);

test("a role that may not be assigned says so in sight, at that role alone", async () => {
  await renderPart(<RoleChoices roles={roles} value={[]} onChange={() => undefined} />);

  expect(inSight()).toEqual([reasons.notAssignable]);
  const refused = screen.getByRole("checkbox", { name: "auditor" });
  expect(refused.getAttribute("aria-disabled")).toBe("true");
});

test("what locks every role is said once", async () => {
  await renderPart(
    <RoleChoices roles={roles} value={[]} onChange={() => undefined} reason={reasons.self} />,
  );

  expect(inSight()).toEqual([reasons.self]);
});
