import type { Answer } from "@gatehouse/sdk";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ProviderButtons } from "./provider-buttons.tsx";

afterEach(cleanup);

type Methods = Answer<"getAuthMethods">;

const methods = (change: { oidc?: boolean; github?: boolean; password?: boolean }): Methods => ({
  password: { enabled: change.password ?? true },
  github: { enabled: change.github ?? false, default_provider_configured: false },
  oidc: { enabled: change.oidc ?? false, signInText: "Continue with Acme SSO", iconUrl: "" },
});
const show = (change: Parameters<typeof methods>[0]) =>
  render(<ProviderButtons methods={methods(change)} target="/users?q=a" />);

test("passwords alone: no button, no line", () => {
  const { container } = show({});

  expect(container.textContent).toBe("");
});

test("a provider beside passwords: its words, the way back, and a line between", () => {
  show({ oidc: true });

  const link = screen.getByRole("link", { name: "Continue with Acme SSO" });
  expect(link.getAttribute("href")).toBe("/api/v2/users/oidc/callback?redirect=%2Fusers%3Fq%3Da");
  expect(screen.getByText("or")).toBeDefined();
});

test("providers without passwords: both buttons, no line to nothing", () => {
  show({ oidc: true, github: true, password: false });

  expect(screen.getAllByRole("link").map(({ textContent }) => textContent)).toEqual([
    "Continue with Acme SSO",
    "Continue with GitHub",
  ]);
  expect(screen.queryByText("or")).toBeNull();
});

test("a picture from elsewhere is not loaded", () => {
  const given = methods({ oidc: true });
  render(
    <ProviderButtons
      methods={{ ...given, oidc: { ...given.oidc, iconUrl: "https://idp.example.com/logo.png" } }}
      target="/"
    />,
  );

  expect(screen.getByRole("link").querySelector("img")).toBeNull();
});
