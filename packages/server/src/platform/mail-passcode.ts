/** What the passcode mail says. */
export interface PasscodeMailInput {
  /** Public URL of the deployment; a trailing slash does not matter. */
  readonly accessUrl: string;
  /** Name for the greeting; empty greets without one. */
  readonly userName: string;
  /** Address of the account, part of the link. */
  readonly email: string;
  /** The one-time passcode, valid for 20 minutes. */
  readonly passcode: string;
  /** Name of the product as its users know it; default Gatehouse. */
  readonly applicationName?: string;
}

/** Subject and both bodies of a mail. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Renders the mail with the link that resets a password (spec users §7.7, spec deployment §7.6).
 * The result is a secret: it must reach the recipient by mail only, and is never logged or stored after sending.
 * Names come from users: they are escaped in HTML and lose control characters, so they add neither markup nor lines.
 */
export function passcodeMail(input: PasscodeMailInput): RenderedMail {
  const application = oneLine(input.applicationName ?? "Gatehouse");
  const name = oneLine(input.userName);
  const greeting = name === "" ? "Hello," : `Hello ${name},`;
  const link = resetLink(input);
  const reason = `somebody, probably you, asked to reset the password of your ${application} account.`;
  const limits = "The link works once, for 20 minutes.";
  const otherwise = "If it was not you, ignore this mail: your password stays as it is.";
  return {
    subject: `Reset your ${application} password`,
    text: `${greeting}\n\n${reason}\nTo choose a new password, open:\n\n${link}\n\n${limits}\n${otherwise}\n`,
    html: [
      "<!doctype html>",
      '<html lang="en"><body>',
      `<p>${escapeHtml(greeting)}</p>`,
      `<p>${escapeHtml(reason)}</p>`,
      `<p><a href="${escapeHtml(link)}">Choose a new password</a></p>`,
      `<p>${limits} ${otherwise}</p>`,
      "</body></html>",
      "",
    ].join("\n"),
  };
}

function resetLink({ accessUrl, passcode, email }: PasscodeMailInput): string {
  const base = accessUrl.replace(/\/+$/, "");
  return `${base}/reset-password/change?otp=${encodeURIComponent(passcode)}&email=${encodeURIComponent(email)}`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
