import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import {
  ada,
  closeConsole,
  failure,
  openConsole,
  type SeenRequest,
} from "../../testing/console.tsx";

afterEach(closeConsole);

const dayNs = 86_400_000_000_000;
const robot = { ...ada, id: "b-1", username: "ci-deploy", is_service_account: true };
const answers = {
  "GET /auth/scopes": { external: ["coder:all", "user:read"] },
  "GET /users/me/keys/tokens": [],
  "GET /users/me/keys/tokens/tokenconfig": { max_token_lifetime: 100 * dayNs },
  "GET /users/b-1/keys/tokens/tokenconfig": { max_token_lifetime: 5 * dayNs },
  "POST /users/b-1/keys/tokens": { key: "aaaaaaaaaa-theirs" },
  "POST /users/me/keys/tokens": { key: "aaaaaaaaaa-mine" },
};
const made = (seen: readonly SeenRequest[]) =>
  seen.filter(({ method, path }) => method === "POST" && path !== "/authcheck");

/** Fills in the least that a token needs, and sends it. */
async function create(): Promise<void> {
  await userEvent.type(await screen.findByRole("textbox", { name: "Name" }), "pipeline");
  await userEvent.click(screen.getByRole("radio", { name: /^Everything/ }));
  const [button] = screen.getAllByRole("button", { name: "Create token" });
  await userEvent.click(button as HTMLElement);
}

test("there is no form before it is known for whom the token is, and then it is theirs within their maximum", async () => {
  let found: (reply: object) => void = () => undefined;
  const owner = new Promise<object>((resolve) => {
    found = resolve;
  });
  const { seen } = openConsole("/settings/tokens/new?for=ci-deploy", {
    ...answers,
    "GET /users/ci-deploy": owner,
  });
  await waitFor(() => expect(seen.map(({ path }) => path)).toContain("/users/ci-deploy"));
  await screen.findByRole("heading", { level: 1, name: "Create token" });
  expect(screen.queryByRole("button", { name: "Create token" })).toBeNull();

  found(robot);
  await create();

  await screen.findByRole("dialog", { name: "Copy the token now" });
  expect(made(seen)).toMatchObject([
    { path: "/users/b-1/keys/tokens", body: { token_name: "pipeline", lifetime: dayNs } },
  ]);
});

test("where nobody has the name, that is said, and the token is one's own", async () => {
  const { seen } = openConsole("/settings/tokens/new?for=nobody", {
    ...answers,
    "GET /users/nobody": failure(
      404,
      "Resource not found or you do not have access to this resource",
    ),
  });
  await screen.findByText("This token is yours, not nobody's.");
  screen.getByText("There is no user with this name, or you may not see them.");

  await create();

  await screen.findByRole("dialog", { name: "Copy the token now" });
  expect(made(seen).map(({ path }) => path)).toEqual(["/users/me/keys/tokens"]);
});

test("the secret is shown whatever becomes of the list behind it", async () => {
  let isMade = false;
  openConsole("/settings/tokens/new", {
    ...answers,
    "GET /users/me/keys/tokens": () => (isMade ? "never" : []),
    "POST /users/me/keys/tokens": () => {
      isMade = true;
      return { key: "aaaaaaaaaa-mine" };
    },
  });

  await create();

  await screen.findByRole("dialog", { name: "Copy the token now" });
});
