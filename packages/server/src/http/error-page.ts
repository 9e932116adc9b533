import type { ApiError } from "@gatehouse/contract";
import { brandMark } from "./docs-brand.ts";
import { type Html, html } from "./docs-html.ts";
import { markdown } from "./markdown.ts";
import { page } from "./start-page.ts";

const headings: Readonly<Record<number, string>> = {
  400: "That did not work",
  401: "Sign-in was not completed",
  403: "You may not sign in",
  409: "An administrator has to help",
  429: "Please wait a moment",
  500: "Something went wrong",
  503: "Please try again shortly",
};

/**
 * A failure for people: what happened, what to do, and the request id for whoever helps (spec federated-login §3.4).
 *
 * Security: texts of providers and of the query are escaped; only the operator's Markdown becomes markup, and that
 * without raw HTML.
 */
export function errorPage(error: ApiError, requestId: string): string {
  const { page: told } = error;
  const heading = told?.title ?? headings[error.status] ?? "That did not work";
  const link = told?.link;
  return page(
    `${heading} · Gatehouse`,
    html`<div class="hero">${brandMark(56)}
<h1>${heading}</h1>
${explanation(error)}
</div>
<ul class="cards">
<li><a href="/login">Back to sign-in</a><span>Start again, or choose another way to sign in.</span></li>
${link !== undefined && html`<li><a href="${link.href}">${link.text}</a></li>`}
</ul>
<p>If you ask for help, give this request id: <code>${requestId}</code></p>`,
  );
}

function explanation({ detail, message, page: told }: ApiError): Html {
  if (told?.markdown !== undefined) return markdown(told.markdown);
  const [first, ...rest] = told?.paragraphs ?? [message];
  const paragraphs = rest.map((text) => html`<p>${text}</p>`);
  const more = told === undefined && detail !== undefined && html`<p>${detail}</p>`;
  return html`<p class="lead">${first}</p>${paragraphs}${more}`;
}
