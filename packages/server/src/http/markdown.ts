import { type Html, html } from "./docs-html.ts";

/**
 * Renders the few forms of Markdown that a short text of the operator needs: paragraphs, `#` headings, `-` lists,
 * `**strong**`, `*emphasis*`, `` `code` `` and links. Everything else stays text.
 *
 * Security: raw HTML is escaped; links go to http, https and mailto only (spec federated-login §3.4).
 */
export function markdown(text: string): Html {
  const blocks = text
    .replaceAll("\r\n", "\n")
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== "");
  return html`${blocks.map(blockOf)}`;
}

function blockOf(block: string): Html {
  const lines = block.split("\n").map((line) => line.trim());
  if (lines.every((line) => /^[-*] /.test(line))) {
    return html`<ul>${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}</ul>`;
  }
  const heading = /^#{1,6} +(.*)$/.exec(block);
  if (heading !== null && lines.length === 1) return html`<h2>${inline(heading[1] ?? "")}</h2>`;
  return html`<p>${inline(lines.join(" "))}</p>`;
}

const marks = /`([^`]+)`|\[([^\]]+)\]\(([^()\s]+)\)|\*\*([^*]+)\*\*|\*([^*]+)\*/g;

function inline(text: string): Html {
  const parts: Html[] = [];
  let end = 0;
  for (const found of text.matchAll(marks)) {
    parts.push(html`${text.slice(end, found.index)}`, marked(found));
    end = found.index + found[0].length;
  }
  return html`${[...parts, html`${text.slice(end)}`]}`;
}

function marked([whole, code, label, target, strong, emphasis]: RegExpExecArray): Html {
  if (code !== undefined) return html`<code>${code}</code>`;
  if (strong !== undefined) return html`<strong>${strong}</strong>`;
  if (emphasis !== undefined) return html`<em>${emphasis}</em>`;
  if (label === undefined || target === undefined || !isSafeTarget(target)) return html`${whole}`;
  return html`<a href="${target}" rel="noopener noreferrer">${label}</a>`;
}

function isSafeTarget(target: string): boolean {
  if (!URL.canParse(target)) return false;
  return ["http:", "https:", "mailto:"].includes(new URL(target).protocol);
}
