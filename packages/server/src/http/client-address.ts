import { isIPv4, isIPv6 } from "node:net";
import { firstValue, type HeaderRecord } from "./request-parts.ts";

/** An IP address as bytes: 4 for IPv4 (also when it arrived IPv4-mapped), 16 for IPv6. */
export type IpAddress = { readonly text: string; readonly bytes: readonly number[] };

/** A network: its first `prefixBits` bits are those of `bytes`. */
export type Cidr = { readonly bytes: readonly number[]; readonly prefixBits: number };

/** Which peers may name the client's address, and in which headers. */
export type TrustedProxies = {
  /** Lower-case header names, asked in this order. */
  readonly headers: readonly string[];
  readonly origins: readonly Cidr[];
};

/**
 * Reads an IPv4 or IPv6 address; null for anything else.
 *
 * IPv4-mapped IPv6 (`::ffff:192.0.2.1`) becomes IPv4, a zone (`%eth0`) is cut off, and `text` is
 * the canonical form of RFC 5952, so that one host has one spelling.
 */
export function parseAddress(value: string): IpAddress | null {
  if (isIPv4(value)) return { text: value, bytes: value.split(".").map(Number) };
  if (!isIPv6(value)) return null;
  const zone = value.indexOf("%");
  const plain = zone === -1 ? value : value.slice(0, zone);
  const text = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const bytes = ipv6Bytes(text);
  if (!isMapped(bytes)) return { text, bytes };
  const tail = bytes.slice(12);
  return { text: tail.join("."), bytes: tail };
}

function ipv6Bytes(canonical: string): number[] {
  const [head = "", tail] = canonical.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const middle = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...middle, ...right].flatMap((group) => {
    const word = Number.parseInt(group, 16);
    return [word >> 8, word & 0xff];
  });
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => index >= 12 || byte === (index < 10 ? 0 : 0xff));
}

/**
 * Reads `address/bits`, or a bare address as a network of one; null when it is neither.
 *
 * A network inside `::ffff:0:0/96` becomes the IPv4 network it means.
 */
export function parseCidr(value: string): Cidr | null {
  const [address = "", bits, ...rest] = value.trim().split("/");
  const parsed = parseAddress(address);
  if (parsed === null || rest.length > 0) return null;
  const width = parsed.bytes.length * 8;
  if (bits === undefined) return { bytes: parsed.bytes, prefixBits: width };
  if (!/^\d{1,3}$/.test(bits)) return null;
  const prefixBits = Number(bits) - (width === 32 && isIPv6(address) ? 96 : 0);
  if (prefixBits < 0 || prefixBits > width) return null;
  return { bytes: parsed.bytes, prefixBits };
}

/**
 * Reads a list of networks from a setting.
 *
 * @throws Error naming the option and the entry that is not a network.
 */
export function parseCidrs(entries: readonly string[], option: string): Cidr[] {
  return entries.map((entry) => {
    const cidr = parseCidr(entry);
    if (cidr === null) throw new Error(`${option}: "${entry}" is not an address or CIDR`);
    return cidr;
  });
}

/** Whether an address lies in one of the networks; false for anything that is not an address. */
export function addressInCidrs(address: string | undefined, cidrs: readonly Cidr[]): boolean {
  if (cidrs.length === 0 || address === undefined) return false;
  const parsed = parseAddress(address);
  return parsed !== null && cidrs.some((cidr) => contains(cidr, parsed.bytes));
}

function contains(cidr: Cidr, bytes: readonly number[]): boolean {
  if (cidr.bytes.length !== bytes.length) return false;
  return bytes.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, cidr.prefixBits - index * 8));
    return byte >> (8 - bits) === (cidr.bytes[index] ?? 0) >> (8 - bits);
  });
}

/**
 * Builds the trust rule from the settings `proxy-trusted-headers` and `proxy-trusted-origins`.
 *
 * @throws Error naming the option for an invalid CIDR or header name.
 */
export function trustedProxies(settings: {
  readonly headers: readonly string[];
  readonly origins: readonly string[];
}): TrustedProxies {
  for (const name of settings.headers) {
    if (!/^[A-Za-z0-9-]+$/.test(name)) {
      throw new Error(`proxy-trusted-headers: "${name}" is not a header name`);
    }
  }
  return {
    headers: settings.headers.map((name) => name.toLowerCase()),
    origins: parseCidrs(settings.origins, "proxy-trusted-origins"),
  };
}

/**
 * The client's address in canonical form, or null where the connection has none (Unix socket).
 *
 * A trusted header counts only on a connection from a trusted network; then the first entry of
 * its list is the client (spec users §12). A header whose first entry is no address is passed
 * over. Security: everybody can send these headers, so without a matching peer they are ignored.
 */
export function clientAddress(
  peerAddress: string | undefined,
  headers: HeaderRecord,
  proxies: TrustedProxies,
): string | null {
  const peer = peerAddress === undefined ? null : parseAddress(peerAddress);
  if (peer === null) return null;
  if (!proxies.origins.some((cidr) => contains(cidr, peer.bytes))) return peer.text;
  for (const name of proxies.headers) {
    const [first = ""] = firstValue(headers[name]).split(",", 1);
    const claimed = parseAddress(withoutPort(first.trim()));
    if (claimed !== null) return claimed.text;
  }
  return peer.text;
}

function withoutPort(entry: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(entry);
  if (bracketed !== null) return bracketed[1] ?? "";
  return entry.replace(/^([\d.]+):\d+$/, "$1");
}

const forwardingHeaders: readonly string[] = [
  "cf-connecting-ip",
  "client-ip",
  "fastly-client-ip",
  "fly-client-ip",
  "forwarded",
  "true-client-ip",
  "via",
  "x-client-ip",
  "x-cluster-client-ip",
  "x-original-forwarded-for",
  "x-real-ip",
];

/**
 * Whether a request shows that a proxy passed it on (spec deployment §3, `GET /metrics`).
 *
 * Presence counts, even with an empty value; the configured trusted headers count as well.
 * Security: a proxy on the same host makes strangers look like loopback.
 */
export function forwardedHeadersPresent(headers: HeaderRecord, proxies?: TrustedProxies): boolean {
  return Object.keys(headers).some((key) => {
    const name = key.toLowerCase();
    if (headers[key] === undefined) return false;
    if (name.startsWith("x-forwarded-") || forwardingHeaders.includes(name)) return true;
    return proxies?.headers.includes(name) ?? false;
  });
}

/**
 * The part of an address that one party controls: IPv4 whole, IPv6 its /64, `unknown` for none.
 *
 * Security: a single subscriber owns 2^64 IPv6 addresses (spec users §2.6, §14.3).
 */
export function addressBlock(address: string | null): string {
  const parsed = address === null ? null : parseAddress(address);
  if (parsed === null) return "unknown";
  if (parsed.bytes.length === 4) return parsed.text;
  const words = [0, 2, 4, 6].map((index) =>
    (((parsed.bytes[index] ?? 0) << 8) | (parsed.bytes[index + 1] ?? 0)).toString(16),
  );
  return `${words.join(":")}::/64`;
}
