import { beforeEach, expect, it } from "vitest";
import { forgetRequests, noteRequest, ownRequests, readRequests } from "./requests.ts";

beforeEach(forgetRequests);

it("what a page read is there once, in order, and nothing that it wrote", () => {
  noteRequest("GET", "/api/v2/users?limit=50");
  noteRequest("PUT", "/api/v2/users/mara/profile");
  noteRequest("GET", "/api/v2/organizations");
  noteRequest("GET", "/api/v2/users?limit=50");

  expect(readRequests()).toEqual(["/api/v2/users?limit=50", "/api/v2/organizations"]);
});

it("a page that reads without end keeps the latest", () => {
  for (let at = 0; at < 100; at += 1) noteRequest("GET", `/api/v2/users/${at}`);

  expect(readRequests()).toHaveLength(40);
  expect(readRequests().at(-1)).toBe("/api/v2/users/99");
});

it("what a link asked for early is listed where it is shown, and nowhere else", () => {
  const [early, shown] = [new AbortController(), new AbortController()];
  const [members, users] = [{}, {}];
  ownRequests(early.signal, members);
  ownRequests(shown.signal, users);
  noteRequest("GET", "/api/v2/organizations/design/members", early.signal);
  noteRequest("GET", "/api/v2/users", shown.signal);
  noteRequest("GET", "/api/v2/users/mara");

  expect(readRequests([users])).toEqual(["/api/v2/users", "/api/v2/users/mara"]);
  forgetRequests();
  expect(readRequests([members])).toEqual(["/api/v2/organizations/design/members"]);
});
