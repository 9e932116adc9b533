import { ApiFailure } from "@gatehouse/sdk";
import { expect, test } from "vitest";
import { problemOf } from "./problem.ts";

const told = (status: number, message: string, detail = "") =>
  problemOf(new ApiFailure({ status, message, detail }));

test("a write that finds nothing says that it is gone, and leads back", () => {
  const { message, isGone } = told(
    404,
    "Resource not found or you do not have access to this resource",
  );

  expect(message).toBe("This no longer exists, or your access changed.");
  expect(isGone).toBe(true);
});

test("other words of a 404 are the server's", () => {
  expect(told(404, "There is no user nobody.").message).toBe("There is no user nobody.");
});

test("a refusal names who can help, once", () => {
  expect(told(403, "Forbidden.").message).toBe("Forbidden. Ask an owner for the right.");
  expect(told(403, "Only owners may do this.").message).toBe("Only owners may do this.");
});

test("too much names the limit", () => {
  const problem = told(413, "The request body is too large.", "At most 1,048,576 bytes are read.");

  expect(problem.message).toBe("The request body is too large. At most 1,048,576 bytes are read.");
  expect(problem.detail).toBeUndefined();
});

test("a page whose proof is refused again has to be reloaded", () => {
  const { message } = told(400, "The request failed the CSRF check.", "Send X-CSRF-TOKEN.");

  expect(message).toBe("The request failed the CSRF check. Reload the page.");
});

test("a wait is told with its seconds", () => {
  const failure = new ApiFailure({ status: 429, message: "Slow down.", retryAfterSeconds: 20 });

  expect(problemOf(failure).message).toBe("Slow down. Try again in 20 s.");
  expect(problemOf(failure).retryAfterSeconds).toBe(20);
});
