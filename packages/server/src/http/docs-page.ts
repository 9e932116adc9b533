import type { OpenApiDocument } from "@gatehouse/contract";
import { iconHref, siteBanner } from "./docs-brand.ts";
import { type Html, html, prose } from "./docs-html.ts";
import { methodBadge, operationArticle, type PlacedOperation } from "./docs-operation.ts";
import { enumValues, fieldsOf, fieldTable, typeLabel } from "./docs-schema.ts";

/** Where the page finds what belongs to it; all on the same origin. */
export interface DocsPageSettings {
  /** Default `/docs/style.css`, which serves `docsStyle`. */
  readonly styleHref?: string;
  /** Default `/openapi.json`. */
  readonly documentHref?: string;
}

/** The operations of one tag. */
interface Chapter {
  readonly name: string;
  readonly description: string | undefined;
  readonly operations: readonly PlacedOperation[];
}

/**
 * The API reference as one page without scripts and without anything from elsewhere.
 *
 * Pure; build it once at start. Fits the policy of spec deployment §2.5 and a stricter one without inline styles.
 */
export function docsPage(document: OpenApiDocument, settings: DocsPageSettings = {}): string {
  const chapters = chaptersOf(document);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API reference · Gatehouse</title>
<link rel="icon" href="${iconHref}">
<link rel="stylesheet" href="${settings.styleHref ?? "/docs/style.css"}">
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
${siteBanner(
  [
    { href: settings.documentHref ?? "/openapi.json", text: "OpenAPI" },
    { href: "/", text: "Start" },
  ],
  document.info.version,
)}
<div class="layout">
${contents(chapters)}
<main id="content" tabindex="-1">
${introduction(document)}
${chapters.map((chapter) => chapterSection(document, chapter))}
${schemaSection(document)}
</main>
</div>
</body>
</html>
`;
  return page.markup;
}

function chaptersOf(document: OpenApiDocument): Chapter[] {
  const placed = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
  return document.tags.map(({ name, description }) => ({
    name,
    description,
    operations: placed.filter(({ operation }) => operation.tags[0] === name),
  }));
}

function contents(chapters: readonly Chapter[]): Html {
  const groups = chapters.map(({ name, operations }) => {
    const items = operations.map(
      ({ method, operation }) =>
        html`<li><a href="#op-${operation.operationId}">${methodBadge(method)}<span>${operation.summary}</span></a></li>`,
    );
    return html`<li><a class="chapter" href="#tag-${name}">${chapterTitle(name)}</a><ul>${items}</ul></li>`;
  });
  return html`<nav class="contents" aria-label="Reference">
<details open><summary>Contents</summary>
<ul>
<li><a class="chapter" href="#start">Getting started</a></li>
${groups}
<li><a class="chapter" href="#schemas">Schemas</a></li>
</ul>
</details>
</nav>`;
}

/** `WorkspaceProxies` reads "Workspace proxies". */
function chapterTitle(tag: string): string {
  const words = tag.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function introduction(document: OpenApiDocument): Html {
  const { securitySchemes } = document.components;
  const server = document.servers[0]?.url ?? "/";
  const ways = Object.values(securitySchemes).map((scheme) => {
    const name = scheme.type === "http" ? "Authorization" : scheme.name;
    const place = scheme.type === "http" ? "header" : scheme.in;
    return html`<tr><th scope="row"><code>${name}</code><span class="type">${place}</span></th><td><span class="meaning">${prose(scheme.description)}</span></td></tr>`;
  });
  return html`<section class="start" id="start" aria-labelledby="start-title">
<h1 id="start-title">API reference</h1>
<p class="lead">${prose(document.info.description)}</p>
${server !== "/" && html`<p class="base"><span>Base address</span> <code>${server}</code></p>`}
<div class="columns">
<div class="text">
<h2>Signing requests</h2>
<p>Endpoints that need a caller take a session token or an API key in any of these places.</p>
<table><caption class="hidden">Places of the credential</caption><thead><tr><th scope="col">Place</th><th scope="col">Meaning</th></tr></thead><tbody>${ways}</tbody></table>
<h2>Permissions</h2>
<p>Every endpoint names the permissions that it decides on, and the status that a caller without them receives. An object that is missing and one that the caller may not see are answered alike: <code>404</code>.</p>
</div>
<div class="examples"><figure><figcaption id="curl-start">First call</figcaption><pre tabindex="0" role="region" aria-labelledby="curl-start"><code>export GATEHOUSE_URL=${server === "/" ? "https://…" : server}
export GATEHOUSE_TOKEN=…

curl \\
  "$GATEHOUSE_URL/api/v2/users/me" \\
  -H "Coder-Session-Token: $GATEHOUSE_TOKEN"</code></pre></figure></div>
</div>
</section>`;
}

function chapterSection(document: OpenApiDocument, chapter: Chapter): Html {
  const { description, name, operations } = chapter;
  return html`<section class="chapter" id="tag-${name}" aria-labelledby="tag-${name}-title">
<h2 id="tag-${name}-title">${chapterTitle(name)}</h2>
${description !== undefined && html`<p class="lead">${prose(description)}</p>`}
${operations.map((placed) => operationArticle(document, placed))}
</section>`;
}

function schemaSection(document: OpenApiDocument): Html {
  const entries = Object.entries(document.components.schemas).map(([name, schema]) => {
    const values = enumValues(schema).map((value) => html`<code>${value || '""'}</code> `);
    const fields = fieldsOf(schema);
    const description = schema["description"];
    return html`<section class="schema" id="schema-${name}" aria-labelledby="schema-${name}-title">
<h3 id="schema-${name}-title"><a class="self" href="#schema-${name}">${name}</a></h3>
${typeof description === "string" && html`<p>${prose(description)}</p>`}
${values.length > 0 && html`<p class="values">One of ${values}</p>`}
${fields.length > 0 && html`<details><summary>${fields.length === 1 ? "1 field" : `${fields.length} fields`}</summary>${fieldTable(`Fields of ${name}`, fields, "required")}</details>`}
${values.length === 0 && fields.length === 0 && html`<p>${typeLabel(schema)}</p>`}
</section>`;
  });
  return html`<section class="chapter" id="schemas" aria-labelledby="schemas-title">
<h2 id="schemas-title">Schemas</h2>
<p class="lead">The objects and enumerations that endpoints share.</p>
${entries}
</section>`;
}
