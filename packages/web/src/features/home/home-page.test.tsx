import { screen } from "@testing-library/react";
import { afterEach, test } from "vitest";
import { closeConsole, openConsole, type SeenRequest } from "../../testing/console.tsx";

afterEach(closeConsole);

const mayNothing = ({ body }: SeenRequest) => {
  const { checks } = body as { readonly checks: object };
  return Object.fromEntries(Object.keys(checks).map((name) => [name, false]));
};

test("whoever administers nothing is told of their own tokens that end soon", async () => {
  openConsole("/", {
    "POST /authcheck": mayNothing,
    "GET /users/me/keys/tokens": ({ query }) =>
      query.has("expires_before")
        ? [{ id: "t-1", token_name: "ci", expires_at: "2026-03-14T13:02:31Z" }]
        : [],
  });

  await screen.findByText(/1 token of yours expires within 7 days/);
});
