/** A received message, taken apart as far as tests need it. */
export interface ParsedMail {
  /** Header values by lower-case name, unfolded; of repeated headers the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** Decoded `Subject`. */
  readonly subject: string;
  /** Decoded `text/plain` part; empty when there is none. */
  readonly text: string;
  /** Decoded `text/html` part; empty when there is none. */
  readonly html: string;
}

/** Takes apart a message with a single body or one level of `multipart/…` (RFC 5322, RFC 2045, RFC 2047). */
export function parseMail(raw: string): ParsedMail {
  const { headers, body } = splitEntity(raw);
  const boundary = /boundary="?([^";]+)"?/i.exec(headers.get("content-type") ?? "")?.[1];
  const parts = boundary === undefined ? [{ headers, body }] : splitParts(body, boundary);
  const bodyOf = (type: string) => {
    const part = parts.find((p) =>
      (p.headers.get("content-type") ?? "text/plain").startsWith(type),
    );
    return part === undefined ? "" : decodeBody(part);
  };
  return {
    headers,
    subject: decodeWords(headers.get("subject") ?? ""),
    text: bodyOf("text/plain"),
    html: bodyOf("text/html"),
  };
}

interface Entity {
  readonly headers: Map<string, string>;
  readonly body: string;
}

function splitEntity(raw: string): Entity {
  const end = raw.indexOf("\r\n\r\n");
  const head = end === -1 ? raw : raw.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end === -1 ? "" : raw.slice(end + 4) };
}

function splitParts(body: string, boundary: string): Entity[] {
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => splitEntity(part.replace(/^\r\n/, "").replace(/\r\n$/, "")));
}

function decodeBody({ headers, body }: Entity): string {
  const encoding = headers.get("content-transfer-encoding")?.toLowerCase();
  const isQuoted = encoding === "quoted-printable";
  const decoded = isQuoted
    ? quotedPrintable(body.replace(/=\r\n/g, ""))
    : Buffer.from(body, encoding === "base64" ? "base64" : "utf8").toString("utf8");
  return decoded.replaceAll("\r\n", "\n");
}

function quotedPrintable(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_all, hex) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function decodeWords(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, "?==?");
  return joined.replace(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_all, kind: string, content: string) =>
    kind.toUpperCase() === "B"
      ? Buffer.from(content, "base64").toString("utf8")
      : quotedPrintable(content.replaceAll("_", " ")),
  );
}
