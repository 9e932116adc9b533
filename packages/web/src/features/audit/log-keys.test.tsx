import { fireEvent, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { ada, closeConsole, openConsole } from "../../testing/console.tsx";

afterEach(closeConsole);

const entry = {
  id: "6a1f6d0e-0000-4000-8000-000000000001",
  request_id: "7f3c6d0e-0000-4000-8000-000000000002",
  time: "2026-11-19T12:02:31Z",
  ip: "10.0.4.7",
  user_agent: "",
  resource_type: "user",
  resource_id: "6a1f6d0e-0000-4000-8000-000000000003",
  resource_target: "jo",
  resource_icon: "",
  action: "write",
  diff: { name: { old: "Jo", new: "Joanna", secret: false } },
  status_code: 200,
  additional_fields: {},
  description: "",
  resource_link: "",
  is_deleted: false,
  organization_id: "00000000-0000-0000-0000-000000000000",
  user: ada,
};

/** Presses Space on an element; true where the key stays the browser's, which scrolls. */
const isLeftAlone = (target: Element) => fireEvent.keyDown(target, { key: " " });

test("Space unfolds the entry that has the focus, and scrolls everywhere else", async () => {
  openConsole("/audit", { "GET /audit": { audit_logs: [entry], count: 1, count_cap: 2000 } });
  const toggle = await screen.findByRole("button", { name: /^Unfold changes/ });
  expect(isLeftAlone(document.body)).toBe(true);
  expect(isLeftAlone(screen.getByRole("main"))).toBe(true);
  expect(toggle.getAttribute("aria-expanded")).toBe("false");

  await userEvent.keyboard("j");
  const link = screen.getByRole("link", { name: /open entry/ });
  expect(document.activeElement).toBe(link);
  expect(isLeftAlone(link)).toBe(false);
  expect(toggle.getAttribute("aria-expanded")).toBe("true");

  toggle.focus();
  await userEvent.keyboard(" ");
  expect(toggle.getAttribute("aria-expanded")).toBe("false");
});
