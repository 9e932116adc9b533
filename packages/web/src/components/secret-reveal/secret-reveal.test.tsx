import { cleanup, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { type Secret, SecretReveal } from "./secret-reveal.tsx";

afterEach(cleanup);

const secret: Secret = {
  value: "abcdefghij-0123456789abcdefghijkl",
  title: "Copy the token now",
  label: "Token",
  facts: ["Expires 21 Dec 2026."],
  snippets: [{ label: "curl", text: "curl …" }],
};

function Page() {
  const [shown, setShown] = useState<Secret | undefined>(secret);
  return <SecretReveal secret={shown} onClose={() => setShown(undefined)} />;
}

test("only the sentence that it is stored closes it, and then it is gone", async () => {
  const { user } = show(<Page />);

  await user.keyboard("{Escape}");
  expect(screen.getByRole("dialog", { name: "Copy the token now" })).toBeDefined();
  await user.click(screen.getByRole("button", { name: "I have stored it" }));

  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.body.innerHTML).not.toContain(secret.value);
});

test("the whole secret stands in a named field that selects itself", async () => {
  const { user } = show(<Page />);
  const field = screen.getByRole("textbox", { name: "Token" }) as HTMLTextAreaElement;

  await user.click(field);

  expect(field.readOnly).toBe(true);
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe(secret.value);
});

test("copying is told", async () => {
  const { user } = show(<Page />);

  await user.click(screen.getByRole("button", { name: "Copy" }));

  expect(await screen.findByRole("button", { name: "Copied" })).toBeDefined();
  expect(await navigator.clipboard.readText()).toBe(secret.value);
  expect(document.getElementById("announce-polite")?.textContent).toContain("Token copied");
});

test("once it was copied, Esc closes it", async () => {
  const { user } = show(<Page />);

  await user.click(screen.getByRole("button", { name: "Copy" }));
  await screen.findByRole("button", { name: "Copied" });
  await user.keyboard("{Escape}");

  expect(screen.queryByRole("dialog")).toBeNull();
});

test("without a clipboard the text is selected and the keys are named", async () => {
  const { user } = show(<Page />);
  const clipboard = vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));

  await user.click(screen.getByRole("button", { name: "Copy" }));

  const field = screen.getByRole("textbox", { name: "Token" });
  expect(await screen.findByText("Press Ctrl+C to copy.")).toBeDefined();
  expect(document.activeElement).toBe(field);
  clipboard.mockRestore();
});

test("it is kept nowhere in the browser", () => {
  show(<Page />);

  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(secret.value);
  expect(location.href).not.toContain(secret.value);
});
