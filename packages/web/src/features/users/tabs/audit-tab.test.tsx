import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, test } from "vitest";
import { ada, closeConsole, openConsole } from "../../../testing/console.tsx";

afterEach(closeConsole);

const failed = {
  id: "e-1",
  time: "2026-03-12T13:02:31Z",
  user: ada,
  action: "write",
  resource_type: "user",
  resource_target: "ada",
  resource_id: ada.id,
  status_code: 500,
  diff: {},
  additional_fields: {},
  ip: "",
};

test("a failure of the server is called one, and what nobody did is not called about them", async () => {
  openConsole("/users/ada/audit", {
    "GET /users/ada": ada,
    "GET /audit": ({ query }) => {
      const isAbout = query.get("q")?.startsWith("resource_id") === true;
      return { audit_logs: isAbout ? [failed] : [], count: isAbout ? 1 : 0 };
    },
  });
  await screen.findByText("Failed, 500");
  await userEvent.click(screen.getByRole("radio", { name: "By ada" }));

  await screen.findByText("Nothing that ada did was recorded yet.");
});
