import { expect, test } from "vitest";
import { mergeClaims } from "./claims-rules.ts";

const idToken = new Map<string, string>([
  ["sub", "s"],
  ["groups", "from-id-token"],
]);
const other = new Map<string, string>([
  ["groups", "from-elsewhere"],
  ["extra", "x"],
]);

test("trap 8: userinfo wins over the ID token, an access token does not", () => {
  const byUserInfo = mergeClaims(idToken, other, "secondary").claims;
  const byAccessToken = mergeClaims(idToken, other, "idToken").claims;

  expect(Object.fromEntries(byUserInfo)).toEqual({
    sub: "s",
    groups: "from-elsewhere",
    extra: "x",
  });
  expect(Object.fromEntries(byAccessToken)).toEqual({
    sub: "s",
    groups: "from-id-token",
    extra: "x",
  });
});
