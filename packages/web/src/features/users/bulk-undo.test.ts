import { ApiFailure } from "@gatehouse/sdk";
import { expect, test } from "vitest";
import { doneText, sendAll, takeBack, takenBackText } from "./bulk-undo.ts";
import type { User } from "./queries.ts";

const user = (username: string, status: User["status"]): User => ({
  id: `id-${username}`,
  username,
  email: `${username}@acme.dev`,
  created_at: "2026-03-12T13:02:31Z",
  updated_at: "2026-03-12T13:02:31Z",
  last_seen_at: "2026-03-12T13:02:31Z",
  status,
  login_type: "password",
  organization_ids: [],
  roles: [],
  has_ai_seat: false,
});

test("taking back brings everybody to what they were, and leaves out who cannot be", () => {
  const users = [user("ada", "active"), user("bo", "dormant"), user("cy", "suspended")];

  const names = (made: "active" | "suspended") =>
    takeBack(users, made).map(({ user: { username }, status }) => `${username} ${status}`);

  expect(names("suspended")).toEqual(["ada active"]);
  expect(names("active")).toEqual(["cy suspended"]);
});

test("a refusal stops no other, and the result counts both", async () => {
  const changes = takeBack([user("ada", "active"), user("bo", "active")], "suspended");

  const result = await sendAll(changes, ({ user: { username } }) =>
    username === "bo"
      ? Promise.reject(
          new ApiFailure({
            status: 403,
            message: "Forbidden.",
            detail: "",
            validations: [],
            requestId: "",
            retryAfterSeconds: null,
          }),
        )
      : Promise.resolve(),
  );

  expect(takenBackText(result, "active")).toBe(
    "1 of 2 users activated. 1 refused: Forbidden. Ask an owner for the right.",
  );
});

test("counts are words that fit", () => {
  expect(doneText(1, "suspended")).toBe("1 user suspended.");
  expect(takenBackText({ done: 1284, failed: 0, message: undefined }, "active")).toBe(
    "1,284 users activated.",
  );
});
