import { type Html, html } from "./docs-html.ts";

const wall = "M2 2h3v2h2V2h2v2h2V2h3v12h-3v-4a3 3 0 0 0-6 0v4H2z";
const door = "M7 14v-4a1 1 0 0 1 2 0v4z";

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#5251db" d="${wall}"/><path fill="#eda421" d="${door}"/></svg>`;

/** The product's mark as the icon of a page; part of the page, so that browsers ask for no file. */
export const iconHref = `data:image/svg+xml,${encodeURIComponent(icon)}`;

/** The product's mark; its colours come from the style sheet. */
export function brandMark(size: number): Html {
  return html`<svg class="mark-of-gatehouse" viewBox="0 0 16 16" width="${size}" height="${size}" aria-hidden="true"><path class="wall" d="${wall}"/><path class="door" d="${door}"/></svg>`;
}

/** The bar on top of every page: product, release where it is known, and where else to go. */
export function siteBanner(
  links: readonly { readonly href: string; readonly text: string }[],
  version?: string,
): Html {
  const items = links.map(({ href, text }) => html`<a href="${href}">${text}</a> `);
  return html`<header class="banner">
<a class="brand" href="/">${brandMark(24)}Gatehouse</a>
${version !== undefined && html`<span class="version">${version}</span>`}
<nav aria-label="Site">${items}</nav>
</header>`;
}
