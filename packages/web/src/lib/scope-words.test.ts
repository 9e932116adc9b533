import { expect, test } from "vitest";
import { scopeWords } from "./scope-words.ts";

test.each([
  [["coder:all", "user:read"], ["everything"]],
  [
    ["user:read", "template:read"],
    ["read users", "read templates"],
  ],
  [["template:read", "template:use"], ["read and use templates"]],
  [
    ["workspace:create", "workspace:read", "workspace:start"],
    ["create, read and start workspaces"],
  ],
  [["workspace:*"], ["do everything with workspaces"]],
  [["user:read_personal"], ["read personal settings of users"]],
  [
    ["coder:workspaces.delete", "file:read"],
    ["delete workspaces", "read files"],
  ],
  [
    ["coder:made.up", "new_thing:do_it"],
    ["coder:made.up", "do it new thing"],
  ],
  [[], []],
])("%j reads as %j", (scopes, words) => {
  expect(scopeWords(scopes)).toEqual(words);
});
