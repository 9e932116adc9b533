import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { ada, closeConsole, openConsole, type SeenRequest } from "../../../testing/console.tsx";

afterEach(closeConsole);

test("saving roles leaves alone what somebody else gave meanwhile", async () => {
  const role = (name: string, display_name: string) => ({ name, display_name, assignable: true });
  const mara = { ...ada, id: "u-2", username: "mara", roles: [role("auditor", "Auditor")] };
  const { seen } = openConsole("/users/mara/roles", {
    "GET /users/mara": mara,
    "GET /users/u-2": { ...mara, roles: [...mara.roles, role("template-admin", "Template Admin")] },
    "GET /users/roles": [
      role("auditor", "Auditor"),
      role("template-admin", "Template Admin"),
      role("user-admin", "User Admin"),
    ],
    "POST /authcheck/preview": { users: [], gains: [], losses: [] },
    "PUT /users/u-2/roles": ({ body }: SeenRequest) => ({
      ...mara,
      roles: (body as { readonly roles: string[] }).roles.map((name) => role(name, name)),
    }),
  });
  await userEvent.click(await screen.findByRole("checkbox", { name: /User Admin/ }));
  await userEvent.click(await screen.findByRole("checkbox", { name: /Auditor/ }));
  await userEvent.click(await screen.findByRole("button", { name: "Save roles" }));

  await waitFor(() => {
    expect(seen.find(({ method }) => method === "PUT")?.body).toEqual({
      roles: ["template-admin", "user-admin"],
    });
  });
});
