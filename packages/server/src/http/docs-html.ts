/** Markup that may be put into a page as it is; only {@link html} makes it. */
export interface Html {
  readonly markup: string;
}

/** What a template may hold; texts and numbers are escaped, `false` and `undefined` leave nothing. */
export type HtmlPart = string | number | Html | readonly Html[] | false | undefined;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as the content of an element or of a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/**
 * Builds markup from a template.
 *
 * Security: everything but other markup is escaped, so put values into elements and quoted attributes only, never
 * into `href` without a scheme of our own, scripts or styles.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const text = strings.reduce((all, string, index) => all + markupOf(parts[index - 1]) + string);
  return { markup: text };
}

/** A text with `code` between backticks, as descriptions of the contract have it. */
export function prose(text: string): Html {
  const parts = text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
  return html`${parts}`;
}

function markupOf(part: HtmlPart): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "object") {
    return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
  }
  return escapeHtml(String(part));
}
