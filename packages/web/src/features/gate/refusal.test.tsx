import { ApiFailure } from "@gatehouse/sdk";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { type OtherWay, Refusal, refusalText } from "./refusal.tsx";

afterEach(cleanup);

const failed = (status: number, message: string, detail = "") =>
  new ApiFailure({ status, message, detail });
const ways: readonly OtherWay[] = [
  {
    loginType: "oidc",
    name: "Acme SSO",
    label: "Continue with Acme SSO",
    href: "/api/v2/users/oidc/callback",
  },
  { loginType: "github", name: "GitHub", label: "Continue with GitHub", href: "/github" },
];
const wrongType = (loginType: string) =>
  failed(
    403,
    "This account does not sign in with a password.",
    `The account's login type is "${loginType}".`,
  );

describe("a refused sign-in in words", () => {
  test.each([
    ["a suspended user", failed(401, "Your account is suspended."), /suspended.*administrator/],
    ["a wrong pair", failed(401, "The e-mail or the password is wrong."), /do not match\.$/],
    ["an account of the provider", wrongType("oidc"), /signs in with the identity provider/],
    ["an account of GitHub", wrongType("github"), /signs in with GitHub/],
    ["an account that never signs in", wrongType("none"), /cannot sign in here/],
    [
      "password sign-in that is off",
      failed(403, "Password authentication is disabled."),
      /^Password authentication is disabled\.$/,
    ],
    ["a server out of reach", failed(0, "x"), /could not be reached/],
  ])("%s", (_what, failure, words) => {
    expect(refusalText(failure, null)).toMatch(words);
  });

  test("counts down when the server asks to wait, and says when it is over", () => {
    const failure = failed(429, "Too many requests.");

    expect(refusalText(failure, 7)).toBe("Too many attempts. Try again in 7 s.");
    expect(refusalText(failure, 0)).toBe("You can try again now.");
  });

  test("a wrong pair hints at the providers where there are any", () => {
    const text = refusalText(failed(401, "wrong"), null, { hasOtherWays: true });

    expect(text).toContain("use its button above");
  });
});

describe("the way that works", () => {
  test.each(["oidc", "github"] as const)("is a button for users of %s", (loginType) => {
    render(<Refusal failure={wrongType(loginType)} otherWays={ways} email="mara@acme.dev" />);

    const way = ways.find((each) => each.loginType === loginType);
    const button = screen.getByRole("link", { name: way?.label ?? "" });
    expect(button.getAttribute("href")).toBe(way?.href);
    expect(screen.getByRole("alert").textContent).toContain(
      `mara@acme.dev signs in with ${way?.name}.`,
    );
    expect(screen.getAllByRole("link")).toHaveLength(1);
  });

  test("is not offered to whoever did not prove the password", () => {
    render(<Refusal failure={failed(401, "wrong")} otherWays={ways} />);

    expect(screen.queryByRole("link")).toBeNull();
  });

  test("is not offered where this deployment has no such provider", () => {
    render(<Refusal failure={wrongType("oidc")} otherWays={[]} />);

    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.getByRole("alert").textContent).toContain("identity provider");
  });
});
