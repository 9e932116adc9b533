import { screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { closeConsole, openConsole, type SeenRequest } from "../testing/console.tsx";

afterEach(closeConsole);

const mayNothing = ({ body }: SeenRequest) => {
  const { checks } = body as { readonly checks: object };
  return Object.fromEntries(Object.keys(checks).map((name) => [name, false]));
};

test.each([
  ["/organizations/new", /owner role to create organizations/],
  ["/organizations/design/groups/new", /role in Design to create groups/],
  ["/organizations/design/roles/new", /role in Design to create roles/],
])("%s says what it takes before anything is typed, to whoever may not", async (address, what) => {
  openConsole(address, {
    "POST /authcheck": mayNothing,
    "GET /organizations/o-1/members/roles": [],
  });

  const heading = await screen.findByRole("heading", { name: "You may not see this page" });
  expect(heading.parentElement?.textContent).toMatch(what);
  expect(screen.queryByRole("textbox")).toBeNull();
});
