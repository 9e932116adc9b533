import { validateHeaderValue } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CspInput,
  contentSecurityPolicy,
  hostAndPort,
  hstsValue,
  parseCspAdditions,
} from "./page-headers.ts";

function policy(overrides: Partial<CspInput> = {}): string {
  return contentSecurityPolicy({
    path: "/",
    host: undefined,
    proxyHosts: [],
    appHosts: [],
    additions: [],
    ...overrides,
  });
}

describe("hostAndPort", () => {
  it.each([
    ["example.com", "example.com"],
    ["Example.COM:8443", "example.com:8443"],
    ["localhost:3000", "localhost:3000"],
    ["127.0.0.1:3000", "127.0.0.1:3000"],
    ["[::1]:3000", "[::1]:3000"],
    ["a-b.example.com.", "a-b.example.com."],
  ])("accepts %s", (value, expected) => {
    expect(hostAndPort(value)).toBe(expected);
  });

  it.each([
    "",
    " ",
    "evil.example; script-src *",
    "evil.example script-src",
    "evil.example,other",
    "a\r\nSet-Cookie: x=y",
    "a\n",
    "user@example.com",
    "example.com/path",
    "*.example.com",
    "*",
    "'unsafe-inline'",
    "example.com:",
    "example.com:0",
    "example.com:65536",
    "example.com:443:443",
    "-a.example",
    "a..b",
    "1.2.3",
    "1.2.3.4.5",
    "[::1",
    "[1.2.3.4]",
    "[::1%25eth0]",
    "exämple.com",
    `${"a.".repeat(200)}example`,
  ])("refuses %j", (value) => {
    expect(hostAndPort(value)).toBeNull();
  });
});

describe("contentSecurityPolicy", () => {
  it("has the directives of the spec", () => {
    expect(policy()).toBe(
      "default-src 'self'; connect-src 'self'; child-src 'self'; script-src 'self'; object-src 'self'; " +
        "frame-src 'self'; form-action 'self'; media-src 'self'; style-src 'self' 'unsafe-inline'; " +
        "font-src 'self' data:; worker-src 'self' blob:; manifest-src 'self' blob:; " +
        "img-src 'self' https: data: blob:; frame-ancestors 'self'; report-uri /api/v2/csp/reports",
    );
  });

  it("allows sockets to the host of the request", () => {
    expect(policy({ host: "gate.example:3000" })).toContain(
      "connect-src 'self' ws://gate.example:3000 wss://gate.example:3000;",
    );
  });

  it("is the same as without Host for every Host that is none", () => {
    fc.assert(
      fc.property(fc.string(), (host) => {
        fc.pre(hostAndPort(host) === null);
        expect(policy({ host })).toBe(policy());
      }),
    );
  });

  it("stays one valid header with the same directives whatever the hosts are", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.string()),
        fc.array(fc.string()),
        (host, proxies, apps) => {
          const value = policy({ host, proxyHosts: proxies, appHosts: apps });
          expect(() => validateHeaderValue("Content-Security-Policy", value)).not.toThrow();
          expect(value.split(";")).toHaveLength(policy().split(";").length);
        },
      ),
    );
  });

  it("allows the proxies with four schemes and frames of the app hosts", () => {
    const value = policy({
      proxyHosts: ["p.example", "bad host"],
      appHosts: ["*.apps.example", "* evil"],
    });

    expect(value).toContain(
      "connect-src 'self' http://p.example https://p.example ws://p.example wss://p.example;",
    );
    expect(value).toContain("frame-src 'self' *.apps.example;");
  });

  it("appends what the operator added and keeps the base", () => {
    const { additions } = parseCspAdditions(["script-src https://cdn.example", "base-uri 'self'"]);

    const value = policy({ additions });

    expect(value).toContain("script-src 'self' https://cdn.example;");
    expect(value.endsWith("; base-uri 'self'")).toBe(true);
  });

  it.each(["/agents/1/embed", "/agents/1/embed/x", "//agents/1/embed/"])(
    "can be framed on %s",
    (path) => {
      expect(policy({ path })).not.toContain("frame-ancestors");
    },
  );

  it.each(["/agents/1/embedded", "/agents//embed", "/agents/1/x/embed", "/x/agents/1/embed"])(
    "cannot be framed on %s",
    (path) => {
      expect(policy({ path })).toContain("frame-ancestors 'self'");
    },
  );

  it("restricts the embed pages to the configured ancestors", () => {
    const { additions } = parseCspAdditions(["frame-ancestors https://portal.example"]);

    expect(policy({ path: "/agents/1/embed", additions })).toContain(
      "frame-ancestors https://portal.example",
    );
    expect(policy({ path: "/agents/1/embed", additions })).not.toContain("frame-ancestors 'self'");
  });
});

describe("parseCspAdditions", () => {
  it("reads directives in any letter case and those without a value", () => {
    const { additions, notices } = parseCspAdditions([
      "  Script-Src  https://a.example\thttps://b.example ",
      "upgrade-insecure-requests",
    ]);

    expect(notices).toEqual([]);
    expect(additions).toEqual([
      { directive: "script-src", values: ["https://a.example", "https://b.example"] },
      { directive: "upgrade-insecure-requests", values: [] },
    ]);
  });

  it.each([
    "",
    "script-src",
    "scriptsrc https://a",
    "constructor x",
    "script-src https://a; object-src *",
    "script-src https://a,default-src",
    "script-src https://a\r\nX: y",
    "script-src https://ä",
  ])("drops %j with a notice", (entry) => {
    const { additions, notices } = parseCspAdditions([entry]);

    expect(additions).toEqual([]);
    expect(notices).toHaveLength(1);
  });
});

describe("hstsValue", () => {
  it("is off by default", () => {
    expect(hstsValue({ maxAgeSeconds: 0, options: ["preload"] })).toBeNull();
  });

  it("writes the options in canonical spelling once", () => {
    const options = ["includesubdomains", "preload", "preload"];

    expect(hstsValue({ maxAgeSeconds: 31_536_000, options })).toBe(
      "max-age=31536000; includeSubDomains; preload",
    );
  });

  it.each(["preload; x", "max-age=0", "", "preload\r\nX: y"])("refuses the option %j", (option) => {
    expect(() => hstsValue({ maxAgeSeconds: 0, options: [option] })).toThrow(
      /strict-transport-security-options/,
    );
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses the age %s",
    (maxAgeSeconds) => {
      expect(() => hstsValue({ maxAgeSeconds, options: [] })).toThrow(/strict-transport-security/);
    },
  );
});
