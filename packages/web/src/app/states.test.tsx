import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ada, closeConsole, failure, openConsole } from "../testing/console.tsx";

afterEach(closeConsole);

const down = failure(503, "The database does not answer.");
const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 1, name });

describe("sign-in", () => {
  test("a sign-in page that cannot ask how one signs in says so and tries again", async () => {
    let isDown = true;
    openConsole(
      "/login",
      {
        "GET /users/authmethods": () =>
          isDown
            ? down
            : {
                password: { enabled: false },
                github: { enabled: false },
                oidc: { enabled: true, signInText: "Acme SSO", iconUrl: "" },
              },
      },
      "guest",
    );
    await heading("The page did not load");
    expect(screen.getByRole("alert").textContent).toContain("The database does not answer.");
    expect(screen.getByRole("alert").textContent).toContain("7f3c6d0e");

    isDown = false;
    history.replaceState(null, "", "/login?local=1");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));

    await heading("Sign in");
  });

  test("while it waits for the ways to sign in, the page says that it loads", async () => {
    openConsole("/login", { "GET /users/authmethods": "never" }, "guest");

    const status = await screen.findByRole("status");
    expect(status.textContent).toBe("Loading");
    expect(screen.getAllByRole("main")).toHaveLength(1);
  });

  test("without passwords there is no form, and the provider's button is there", async () => {
    openConsole(
      "/login?local=1",
      {
        "GET /users/authmethods": {
          password: { enabled: false },
          github: { enabled: false },
          oidc: { enabled: true, signInText: "Acme SSO", iconUrl: "" },
        },
      },
      "guest",
    );
    await heading("Sign in");

    expect(screen.getByRole("link", { name: "Acme SSO" }).getAttribute("href")).toMatch(
      /^\/api\/v2\/users\/oidc\/callback/,
    );
    expect(screen.queryByLabelText("Email")).toBeNull();
    expect(screen.getByText("Sign-in by password is off.")).toBeTruthy();
  });

  test("what a link says about the last attempt is text, cut, and never a link", async () => {
    const message = `Click https://evil.example ${"x".repeat(300)}`;
    openConsole(`/login?${new URLSearchParams({ message })}`, {}, "guest");
    await heading("Sign in");

    const told = screen.getByText(/^The last attempt ended with:/);
    expect(told.textContent?.length).toBeLessThan(240);
    expect(screen.queryByRole("link", { name: /evil/ })).toBeNull();
  });

  test("a refusal that one comes back with is an alert, also where nobody has a password", async () => {
    const methods = {
      password: { enabled: false },
      github: { enabled: false, default_provider_configured: false },
      oidc: { enabled: true, signInText: "Continue with Acme SSO", iconUrl: "" },
    };
    openConsole(
      "/login?message=Your+address+is+not+verified.",
      {
        "GET /users/authmethods": methods,
      },
      "guest",
    );

    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Your address is not verified.");
  });
});

describe("setup", () => {
  const nobody = { "GET /users/first": failure(404, "The initial user has not been created!") };

  test("every field that is wrong says what is accepted, before anything is sent", async () => {
    const { seen } = openConsole("/setup", nobody, "guest");
    await heading("Create the first administrator");

    await userEvent.click(screen.getByRole("button", { name: /^Create administrator/ }));

    expect(screen.getByLabelText("Email").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByLabelText("Username").getAttribute("aria-invalid")).toBe("true");
    expect(seen.some(({ method }) => method === "POST")).toBe(false);
  });

  test("a refusal of the server lands on its field, and what was typed stays", async () => {
    openConsole(
      "/setup",
      {
        ...nobody,
        "POST /users/first": failure(400, "Invalid request.", [
          { field: "username", detail: "This username is reserved." },
        ]),
      },
      "guest",
    );
    await heading("Create the first administrator");
    await userEvent.type(screen.getByLabelText("Email"), "ada@acme.dev");
    await userEvent.type(screen.getByLabelText("Password"), "Meadow-lantern-4711");

    await userEvent.click(screen.getByRole("button", { name: /^Create administrator/ }));

    expect(await screen.findByText("This username is reserved.")).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Username").value).toBe("ada");
  });

  test("whoever comes second is led to sign in, with the reason", async () => {
    openConsole("/setup", {}, "guest");

    await heading("Sign in");
    expect(screen.getByText("An administrator exists. Sign in.")).toBeTruthy();
  });
});

describe("a forgotten password", () => {
  test("the answer is the same for every address", async () => {
    openConsole("/reset-password", { "POST /users/otp/request": {} }, "guest");
    await heading("Reset password");

    await userEvent.type(screen.getByLabelText("Email"), "nobody@acme.dev{Enter}");

    expect((await screen.findByRole("status")).textContent).toContain(
      "If nobody@acme.dev has a password, a mail is on its way.",
    );
  });

  test("a request that fails keeps the address and says why", async () => {
    openConsole("/reset-password", { "POST /users/otp/request": down }, "guest");
    await heading("Reset password");

    await userEvent.type(screen.getByLabelText("Email"), "mara@acme.dev{Enter}");

    expect((await screen.findByRole("alert")).textContent).toContain(
      "The database does not answer.",
    );
    expect(screen.getByLabelText<HTMLInputElement>("Email").value).toBe("mara@acme.dev");
  });

  test("a passcode that does not work leads to a new one", async () => {
    openConsole(
      "/reset-password/change?otp=ABCD-EFGH&email=mara%40acme.dev",
      { "POST /users/otp/change-password": failure(400, "The passcode is wrong or expired.") },
      "guest",
    );
    await heading("Choose a new password");
    await waitFor(() => expect(location.search).toBe(""));
    await userEvent.type(screen.getByLabelText("Password"), "Harbour-violet-2209");

    await userEvent.click(screen.getByRole("button", { name: "Set password" }));

    expect((await screen.findByRole("alert")).textContent).toContain("wrong or expired");
    expect(screen.getByRole("link", { name: "Send a new passcode" })).toBeTruthy();
  });
});

describe("the command line's page", () => {
  test("opening it mints nothing; a refusal is said and nothing is shown", async () => {
    const { seen } = openConsole("/cli-auth", {
      "POST /users/me/keys": failure(429, "You have been rate limited."),
    });
    await heading("Sign in the command line");
    expect(seen.filter(({ method }) => method === "POST")).toEqual([]);

    await userEvent.click(screen.getByRole("button", { name: "Create session token" }));

    expect((await screen.findByRole("alert")).textContent).toContain("rate limited");
    expect(screen.queryByLabelText("Session token")).toBeNull();
  });
});

describe("pages inside", () => {
  const group = {
    id: "g-1",
    name: "backend",
    display_name: "Backend",
    organization_id: "o-1",
    organization_name: "design",
    organization_display_name: "Design",
    members: [],
    total_member_count: 0,
    avatar_url: "",
    quota_allowance: 0,
    source: "user",
  };
  const budgetPage = {
    "GET /organizations/o-1/groups/backend": group,
    "GET /groups/g-1/members": { users: [], count: 0 },
    "GET /organizations/o-1/groups/backend/members": { users: [], count: 0 },
  };

  test("a group's budget that does not load names its request and tries again", async () => {
    const { seen } = openConsole("/organizations/design/groups/backend/budget", {
      ...budgetPage,
      "GET /groups/g-1/ai/spend": down,
    });
    await heading("Backend");
    expect(await screen.findByText("The budget did not load.")).toBeTruthy();
    expect(screen.getByText(/7f3c6d0e/)).toBeTruthy();
    const asked = () => seen.filter(({ path }) => path === "/groups/g-1/ai/spend").length;
    const before = asked();

    await userEvent.click(screen.getByRole("button", { name: "Try again" }));

    await waitFor(() => expect(asked()).toBe(before + 1));
  });

  const mara = { ...ada, id: "u-2", username: "mara", email: "mara@acme.dev", roles: [] };
  const auditor = { name: "auditor", display_name: "Auditor", assignable: false, built_in: true };
  const rolesPage = { "GET /users/mara": mara, "GET /users/roles": [auditor] };

  test("a role that one may not assign is locked with the reason", async () => {
    openConsole("/users/mara/roles", rolesPage);
    await heading(/mara/);

    const box = await screen.findByRole("checkbox", { name: /Auditor/ });
    expect(box.getAttribute("aria-disabled")).toBe("true");
    const reason = box.getAttribute("aria-describedby") ?? "";
    const texts = reason.split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
    expect(texts.join(" ")).toContain("You may not assign this role. An owner can.");
  });

  test("roles that do not load are an error with a way on, not an empty form", async () => {
    openConsole("/users/mara/roles", { ...rolesPage, "GET /users/roles": down });

    await heading(/did not load/);
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
    expect(screen.queryByRole("checkbox")).toBeNull();
  });

  test("oneself is told why one's own roles stay", async () => {
    openConsole("/users/ada/roles", {
      "GET /users/ada": ada,
      "GET /users/roles": [{ ...auditor, assignable: true }],
    });
    await heading(/ada/);

    const box = await screen.findByRole("checkbox", { name: /Auditor/ });
    expect(box.getAttribute("aria-disabled")).toBe("true");
  });

  test("who may not see identity providers reads who can help", async () => {
    openConsole("/deployment/identity-providers", {
      "GET /settings/oidc/issuers": failure(403, "Forbidden."),
    });

    expect(await screen.findByText(/An owner can grant it/)).toBeTruthy();
  });

  test("identity providers wait with a skeleton, and a failure is no empty list", async () => {
    openConsole("/deployment/identity-providers", { "GET /settings/oidc/issuers": "never" });
    await heading("Identity providers");
    expect(screen.getByRole("table", { name: "Issuers" }).getAttribute("aria-busy")).toBe("true");
    await closeConsole();

    openConsole("/deployment/identity-providers", { "GET /settings/oidc/issuers": down });
    expect(await screen.findByText("The issuers did not load.")).toBeTruthy();
    expect(screen.queryByText(/Nobody is linked/)).toBeNull();
  });

  test("a group's budget that is on its way is a skeleton and no claim", async () => {
    openConsole("/organizations/design/groups/backend/budget", {
      ...budgetPage,
      "GET /groups/g-1/ai/spend": "never",
    });
    await heading("Backend");

    expect(screen.queryByText("No budget", { exact: false })).toBeNull();
    expect(document.querySelector(".animate-shimmer")).not.toBeNull();
  });

  test("what is not there and what may not be seen are the same page", async () => {
    openConsole("/users/nobody", {});

    await heading("There is no user here, or you may not see them.");
    expect(screen.getByRole("link", { name: "Back to users" }).getAttribute("href")).toBe("/users");
  });

  test("a page that fails to draw offers a report with address, release, requests and no data", async () => {
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    openConsole("/users/broken", { "GET /users/broken": { id: "x", email: "secret@acme.dev" } });
    await heading("This page failed to draw");

    await userEvent.click(screen.getByRole("button", { name: "Copy report" }));

    const report = String(write.mock.calls[0]?.[0]);
    expect(report).toContain("Page: /users/broken");
    expect(report).toContain("Gatehouse: v1.0.0 (v2.34.0)");
    expect(report).toContain("7f3c6d0e");
    expect(report).not.toContain("secret@acme.dev");
  });

  test("the old address of groups shows those of the default organization under its own name", async () => {
    openConsole("/groups", { "GET /organizations/o-1/paginated-groups": { groups: [], count: 0 } });

    await waitFor(() => expect(location.pathname).toBe("/organizations/design/groups"));
  });
});
