import { describe, expect, it } from "vitest";
import { normalizeSessionCookie, readSessionToken } from "./session-token.ts";

const all = {
  cookies: { coder_session_token: "from-cookie" },
  query: { coder_session_token: "from-query", access_token: " from-access " },
  headers: { "coder-session-token": "from-header", authorization: "Bearer from-bearer" },
};
const hostPrefix = { secure: true, sameSite: "lax", hostPrefix: true } as const;

describe("readSessionToken", () => {
  it("searches cookie, query, header, bearer, access_token in this order", () => {
    const noCookie = { ...all, cookies: {} };
    const noQuery = { ...noCookie, query: { access_token: " from-access " } };
    const noHeader = { ...noQuery, headers: { authorization: "Bearer from-bearer" } };
    const found = [all, noCookie, noQuery, noHeader, { ...noHeader, headers: {} }].map(
      readSessionToken,
    );

    expect(found).toEqual([
      { token: "from-cookie", source: "cookie" },
      { token: "from-query", source: "query" },
      { token: "from-header", source: "header" },
      { token: "from-bearer", source: "bearer" },
      { token: "from-access", source: "access-token" },
    ]);
  });

  it("lets no valid header rescue a cookie that is no token", () => {
    const request = { ...all, cookies: { coder_session_token: "garbage" } };

    expect(readSessionToken(request)?.token).toBe("garbage");
  });

  it("passes over empty places", () => {
    const request = {
      cookies: { coder_session_token: "" },
      query: { coder_session_token: "" },
      headers: { "coder-session-token": "", authorization: "bEaReR   t-1  " },
    };

    expect(readSessionToken(request)).toEqual({ token: "t-1", source: "bearer" });
  });

  it.each(["Basic abc", "Bearer", "Bearer   ", "Bearertoken", "xBearer abc", "Token x", ""])(
    "finds no token in Authorization: %j",
    (authorization) => {
      expect(readSessionToken({ cookies: {}, query: {}, headers: { authorization } })).toBeNull();
    },
  );

  it("takes the first of a repeated query parameter", () => {
    const request = { cookies: {}, headers: {}, query: { coder_session_token: ["one", "two"] } };

    expect(readSessionToken(request)?.token).toBe("one");
  });
});

describe("normalizeSessionCookie", () => {
  it("reads the prefixed cookie as the plain one", () => {
    const { cookies, deletion } = normalizeSessionCookie(
      { "__Host-coder_session_token": "good", other: "x" },
      hostPrefix,
    );

    expect({ ...cookies }).toEqual({ coder_session_token: "good", other: "x" });
    expect(deletion).toBeNull();
  });

  it("drops a planted plain cookie beside the prefixed one and deletes it", () => {
    const { cookies, deletion } = normalizeSessionCookie(
      { coder_session_token: "planted", "__Host-coder_session_token": "good" },
      hostPrefix,
    );

    expect(cookies["coder_session_token"]).toBe("good");
    expect(deletion).toMatch(/^coder_session_token=; Max-Age=0; Path=\//);
  });

  it("drops a lone plain cookie, so that the request is anonymous", () => {
    const { cookies, deletion } = normalizeSessionCookie(
      { coder_session_token: "planted" },
      hostPrefix,
    );

    expect(readSessionToken({ cookies, headers: {}, query: {} })).toBeNull();
    expect(Object.keys(cookies)).toEqual([]);
    expect(deletion).not.toBeNull();
  });

  it("leaves cookies without a session as they are", () => {
    const cookies = { other: "x" };

    expect(normalizeSessionCookie(cookies, hostPrefix)).toEqual({ cookies, deletion: null });
    expect(normalizeSessionCookie(cookies, hostPrefix).cookies).toBe(cookies);
  });

  it("gives the prefixed name no meaning when the mode is off", () => {
    const settings = { ...hostPrefix, hostPrefix: false };
    const { cookies } = normalizeSessionCookie({ "__Host-coder_session_token": "x" }, settings);

    expect(readSessionToken({ cookies, headers: {}, query: {} })).toBeNull();
  });
});
