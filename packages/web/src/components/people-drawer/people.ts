/** Most usernames of one paste, as many as one change takes. */
export const maxNames = 10_000;

/** Most e-mail addresses of one paste: each is looked up. */
export const maxEmails = 200;

/** What was pasted, taken apart. */
export interface Pasted {
  readonly names: readonly string[];
  readonly emails: readonly string[];
  /** Why it cannot be taken; undefined when it can. */
  readonly fault: string | undefined;
}

/** Reads usernames and e-mail addresses between blanks, line ends, commas and semicolons; doubles count once. */
export function readPeople(text: string): Pasted {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  const unique = [...new Map(words.map((word) => [word.toLowerCase(), word])).values()];
  const names = unique.filter((word) => !word.includes("@"));
  const emails = unique.filter((word) => word.includes("@"));
  return { names, emails, fault: faultOf(names.length, emails.length) };
}

function faultOf(names: number, emails: number): string | undefined {
  if (emails > maxEmails) {
    return `At most ${maxEmails} email addresses are looked up at once; these are ${emails.toLocaleString()}. Usernames go further.`;
  }
  return names + emails > maxNames
    ? `At most ${maxNames.toLocaleString()} people can be added at once; these are ${(names + emails).toLocaleString()}.`
    : undefined;
}

/** "3 usernames and 1 email address" */
export function pastedText({ names, emails }: Pasted): string {
  const parts = [
    ...(names.length === 0
      ? []
      : [names.length === 1 ? "1 username" : `${names.length.toLocaleString()} usernames`]),
    ...(emails.length === 0
      ? []
      : [emails.length === 1 ? "1 email address" : `${emails.length} email addresses`]),
  ];
  return parts.join(" and ");
}
