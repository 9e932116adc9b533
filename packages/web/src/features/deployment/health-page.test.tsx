import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { closeConsole, failure, openConsole } from "../../testing/console.tsx";

afterEach(closeConsole);

const refusal = "You may not change health settings.";
const report = {
  time: "2026-11-19T12:02:31Z",
  healthy: true,
  severity: "warning",
  database: {
    healthy: true,
    severity: "warning",
    warnings: [{ code: "EDB02", message: "The database is slow." }],
    dismissed: false,
  },
};

/** Dismisses the warning about the database; the server answers this. */
async function dismiss(answer: object) {
  openConsole("/deployment/health", {
    "GET /debug/health": report,
    "PUT /debug/health/settings": answer,
  });
  const name = "Dismiss Database";
  await userEvent.click(await screen.findByRole("button", { name }));
}

test("a refused dismissal is taken back, its section is marked, and nothing is offered to undo", async () => {
  await dismiss(failure(403, refusal));

  await screen.findByText(new RegExp(refusal));
  const section = screen.getByRole("button", { name: "Dismiss Database" }).closest("li");
  expect(section?.className).toContain("bg-danger-bg");
  expect(screen.queryByText("Check dismissed.")).toBeNull();
});

test("a stored dismissal can be undone", async () => {
  await dismiss({ dismissed_healthchecks: ["Database"] });

  await screen.findByText("Check dismissed.");
  expect(screen.getByRole("button", { name: "Undo" })).toBeDefined();
});
