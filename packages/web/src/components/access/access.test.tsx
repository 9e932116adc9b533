import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { EffectiveList } from "./effective-list.tsx";
import {
  type Permissions,
  type Question,
  questionOf,
  resourceNames,
  searchOf,
} from "./question.ts";
import { QuestionForm } from "./question-form.tsx";

afterEach(cleanup);

const design = "d0000000-0000-4000-8000-000000000001";
const permissions: Permissions = {
  user_id: "u0000000-0000-4000-8000-000000000001",
  status: "active",
  groups: [],
  roles: [
    {
      name: "organization-workspace-creation-ban",
      display_name: "Workspace Creation Ban",
      organization_id: design,
      implied: false,
      permissions: [
        { level: "member", negate: true, resource_type: "workspace", action: "create" },
      ],
    },
  ],
  effective: [
    {
      target: "org_own",
      organization_id: design,
      resource_type: "workspace",
      actions: ["read"],
    },
  ],
};

async function show() {
  const onAsk = vi.fn();
  await renderPart(
    <EffectiveList permissions={permissions} nameOf={() => "Design"} onAsk={onAsk} />,
  );
  return onAsk;
}

test("a denial says which role it comes from, and asks why as a grant does", async () => {
  const onAsk = await show();
  expect(screen.getByText("denied by Workspace Creation Ban")).toBeTruthy();

  await userEvent.click(screen.getByTitle("Why not workspace:create?"));

  const question = { resource: "workspace", action: "create", organization: design };
  expect(onAsk).toHaveBeenCalledWith({ ...question, target: "own", id: "" });
});

test("the permissions of a role ask why as well", async () => {
  const onAsk = await show();
  await userEvent.click(screen.getByRole("radio", { name: "By role" }));

  await userEvent.click(screen.getByRole("button", { name: "not workspace:create" }));

  expect(onAsk).toHaveBeenCalledWith(expect.objectContaining({ action: "create", target: "own" }));
});

test("the resource is found by typing, and the question stays one that can be asked", async () => {
  const onChange = vi.fn<(question: Question) => void>();
  const question: Question = {
    action: "start",
    resource: "workspace",
    organization: "",
    target: "id",
    id: "",
  };
  await renderPart(<QuestionForm question={question} organizations={[]} onChange={onChange} />);
  const resource = screen.getByRole("combobox", { name: "Resource" });
  await userEvent.click(resource);
  expect(screen.getAllByRole("option")).toHaveLength(resourceNames.length);

  await userEvent.keyboard("audit{Enter}");

  expect(onChange).toHaveBeenCalledTimes(1);
  const asked = onChange.mock.lastCall?.[0];
  expect(asked).toMatchObject({ resource: "audit_log", action: "create", target: "any" });
  expect(document.activeElement).toBe(resource);
});

test("a question survives the address", () => {
  const question = {
    resource: "workspace",
    action: "start",
    organization: design,
    target: "id" as const,
    id: "a0000000-0000-4000-8000-000000000001",
  };

  expect(questionOf(searchOf(question))).toEqual(question);
  expect(questionOf({ ask: "", in: "", whose: "any", object: "" })).toBeNull();
});
