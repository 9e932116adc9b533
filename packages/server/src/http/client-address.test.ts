import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addressBlock,
  addressInCidrs,
  clientAddress,
  forwardedHeadersPresent,
  parseAddress,
  parseCidr,
  parseCidrs,
  trustedProxies,
} from "./client-address.ts";

const proxies = trustedProxies({
  headers: ["X-Real-Ip", "X-Forwarded-For"],
  origins: ["10.0.0.0/8", "2001:db8:ffff::/48"],
});

describe("clientAddress", () => {
  it("ignores every forwarding header of a peer that is not trusted", () => {
    const headers = {
      "x-real-ip": "1.1.1.1",
      "x-forwarded-for": "2.2.2.2",
      forwarded: "for=3.3.3.3",
    };

    expect(clientAddress("203.0.113.9", headers, proxies)).toBe("203.0.113.9");
  });

  it("ignores headers when none is configured, whoever the peer is", () => {
    const none = trustedProxies({ headers: [], origins: ["0.0.0.0/0"] });

    expect(clientAddress("10.0.0.1", { "x-forwarded-for": "1.1.1.1" }, none)).toBe("10.0.0.1");
  });

  it("ignores headers when no network is configured", () => {
    const none = trustedProxies({ headers: ["x-forwarded-for"], origins: [] });

    expect(clientAddress("127.0.0.1", { "x-forwarded-for": "1.1.1.1" }, none)).toBe("127.0.0.1");
  });

  it("ignores an unlisted header of a trusted peer", () => {
    expect(clientAddress("10.0.0.1", { "true-client-ip": "1.1.1.1" }, proxies)).toBe("10.0.0.1");
  });

  it.each([
    ["1.2.3.4, 5.6.7.8", "1.2.3.4"],
    [" 1.2.3.4 ", "1.2.3.4"],
    ["1.2.3.4:4711", "1.2.3.4"],
    ["[2001:DB8:0:0::1]:443", "2001:db8::1"],
    ["2001:db8::1", "2001:db8::1"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
  ])("takes the first entry of %j from a trusted peer", (value, expected) => {
    expect(clientAddress("10.1.2.3", { "x-forwarded-for": value }, proxies)).toBe(expected);
  });

  it("asks the headers in the configured order", () => {
    const headers = { "x-forwarded-for": "1.1.1.1", "x-real-ip": "2.2.2.2" };

    expect(clientAddress("10.1.2.3", headers, proxies)).toBe("2.2.2.2");
  });

  it.each(["", "unknown", "010.0.0.1", "1.2.3", "1.2.3.4.5", "a, 1.2.3.4", "[::1"])(
    "falls back to the peer for %j",
    (value) => {
      expect(clientAddress("10.1.2.3", { "x-forwarded-for": value }, proxies)).toBe("10.1.2.3");
    },
  );

  it("recognises a trusted IPv4 peer on a dual-stack socket and writes it as IPv4", () => {
    const headers = { "x-real-ip": "1.1.1.1" };

    expect(clientAddress("::ffff:10.0.0.1", headers, proxies)).toBe("1.1.1.1");
    expect(clientAddress("::ffff:11.0.0.1", headers, proxies)).toBe("11.0.0.1");
  });

  it("recognises a trusted IPv6 peer", () => {
    const headers = { "x-real-ip": "1.1.1.1" };

    expect(clientAddress("2001:db8:ffff::5", headers, proxies)).toBe("1.1.1.1");
    expect(clientAddress("2001:db8:fffe::5", headers, proxies)).toBe("2001:db8:fffe::5");
  });

  it("never trusts a connection without an address", () => {
    expect(clientAddress(undefined, { "x-real-ip": "1.1.1.1" }, proxies)).toBeNull();
  });
});

describe("networks", () => {
  it.each([
    ["10.0.0.0/8", "10.255.0.1", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.1.2.3", "10.1.2.3", true],
    ["10.1.2.3/32", "10.1.2.2", false],
    ["10.1.2.128/25", "10.1.2.127", false],
    ["0.0.0.0/0", "1.2.3.4", true],
    ["0.0.0.0/0", "::1", false],
    ["::/0", "1.2.3.4", false],
    ["::ffff:10.0.0.0/104", "10.9.9.9", true],
    ["fe80::/10", "fe80::1%eth0", true],
    ["2001:db8::/33", "2001:db8:8000::", false],
    ["::1/128", "::1", true],
  ])("%s and %s: %s", (cidr, address, expected) => {
    expect(addressInCidrs(address, parseCidrs([cidr], "test"))).toBe(expected);
  });

  it.each([
    "",
    "x",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "10.0.0.0/-1",
    "10/8",
    "::ffff:1.2.3.4/64",
  ])("refuses %j as a network", (value) => {
    expect(parseCidr(value)).toBeNull();
  });

  it("stops the start with the option's name on a bad network or header name", () => {
    expect(() => trustedProxies({ headers: [], origins: ["nonsense"] })).toThrow(
      /proxy-trusted-origins/,
    );
    expect(() => trustedProxies({ headers: ["a b"], origins: [] })).toThrow(
      /proxy-trusted-headers/,
    );
  });

  it("keeps every IPv6 address equal to itself under canonical spelling", () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const parsed = parseAddress(text);
        const again = parseAddress(parsed?.text ?? "");
        expect(again).toEqual(parsed);
        expect(addressInCidrs(text, parseCidrs([text], "test"))).toBe(true);
      }),
    );
  });
});

describe("addressBlock", () => {
  it("gives all addresses of one /64 the same block", () => {
    const blocks = ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:DB8:1:2:a::"].map(
      addressBlock,
    );

    expect(new Set(blocks).size).toBe(1);
    expect(addressBlock("2001:db8:1:3::1")).not.toBe(blocks[0]);
  });

  it("reads a mapped address as IPv4", () => {
    expect(addressBlock("::ffff:192.0.2.1")).toBe(addressBlock("192.0.2.1"));
    expect(addressBlock("::ffff:c000:201")).toBe("192.0.2.1");
  });

  it("has one block for everything without an address", () => {
    expect(addressBlock(null)).toBe(addressBlock("garbage"));
  });
});

describe("forwardedHeadersPresent", () => {
  it.each([
    "forwarded",
    "x-forwarded-for",
    "X-Forwarded-Proto",
    "x-real-ip",
    "via",
    "cf-connecting-ip",
  ])("sees %s even when it is empty", (name) => {
    expect(forwardedHeadersPresent({ host: "x", [name]: "" })).toBe(true);
  });

  it("sees the configured headers and nothing in an ordinary request", () => {
    const custom = trustedProxies({ headers: ["X-Edge-Client"], origins: [] });

    expect(forwardedHeadersPresent({ "x-edge-client": "1.1.1.1" }, custom)).toBe(true);
    expect(forwardedHeadersPresent({ host: "x", accept: "*/*" }, custom)).toBe(false);
  });
});
