import { isIP } from "node:net";
import { compileLinear } from "../re2.ts";
import { parseAiProviders } from "./ai-providers.ts";
import { parsePercents } from "./percents.ts";

/** Forms that the texts of options may have to take: what is wrong with a text, or undefined. */
export const formats = {
  semver: (text: string) =>
    /^v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(text)
      ? undefined
      : "is not a version such as v2.34.0",
  "ssh-option": (text: string) =>
    splitSshOption(text) === null ? "is neither Key=Value nor Key Value" : undefined,
  "encryption-key": (text: string) =>
    isEncryptionKey(text) ? undefined : "is not the base64 form of 32 bytes",
  "header-name": (text: string) =>
    /^[A-Za-z0-9-]+$/.test(text) ? undefined : "is not a header name",
  "hsts-option": (text: string) =>
    hstsOptions.some((known) => known.toLowerCase() === text.toLowerCase())
      ? undefined
      : `is not one of ${hstsOptions.join(", ")}`,
  "host-and-port": (text: string) =>
    text === "" || /^(?:\[[0-9A-Fa-f:.]+\]|[^\s:/@[\]]+):\d{1,5}$/.test(text)
      ? undefined
      : "is not host:port",
  "wildcard-host": (text: string) =>
    text === "" || /^(?:https?:\/\/)?\*[0-9A-Za-z-]*(?:\.[0-9A-Za-z-]+)+(?::\d{1,5})?$/.test(text)
      ? undefined
      : "is not a wildcard host such as *.apps.example.com",
  "ai-providers": (text: string) => {
    try {
      parseAiProviders(text);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : "is not a list of providers";
    }
  },
  percents: (text: string) => {
    try {
      parsePercents(text);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : "is not a list of percentages";
    }
  },
  "host-label": (text: string) =>
    /^[0-9A-Za-z](?:[0-9A-Za-z.-]*)$/.test(text) ? undefined : "is not part of a host name",
  "mail-domain": (text: string) =>
    /^@?[^\s@,/]+$/.test(text) ? undefined : "is not a domain such as example.com",
  regex: (text: string) =>
    compileLinear(text) === null ? "is not a regular expression of the RE2 syntax" : undefined,
  "github-team": (text: string) =>
    /^[^/\s]+\/\S+$/.test(text) ? undefined : "is not organization/team",
} as const satisfies Record<string, (text: string) => string | undefined>;

/** Name of a form. */
export type FormatName = keyof typeof formats;

const hstsOptions = ["includeSubDomains", "preload"] as const;

/**
 * Splits an SSH client option at the first `=` or space; null without either, without a key, or with a line break
 * or another control character (spec deployment §3.5). Security: what is written here lands in the SSH configuration
 * of every user, and a line break would start an option of its own.
 */
export function splitSshOption(text: string): readonly [key: string, value: string] | null {
  const match = /^([A-Za-z0-9]+)[= ](.*)$/s.exec(text);
  if (match === null || hasControl(text)) return null;
  const [, key = "", value = ""] = match;
  return [key, value.trim()];
}

/** Whether a text holds a control character: line breaks would let one value start another header or line. */
export function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function isEncryptionKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text) && Buffer.from(text, "base64").byteLength === 32;
}

/** Whether a text is an IP address, or a network in CIDR form. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}
