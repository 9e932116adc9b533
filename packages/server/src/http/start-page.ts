import { brandMark, iconHref, siteBanner } from "./docs-brand.ts";
import { type Html, html } from "./docs-html.ts";

/** One small page in the look of the API reference; its style sheet is the reference's. */
export function page(title: string, body: Html): string {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${iconHref}">
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
${siteBanner([
  { href: "/docs", text: "API reference" },
  { href: "/openapi.json", text: "OpenAPI" },
])}
<main class="welcome" id="content" tabindex="-1">
${body}
</main>
</body>
</html>
`;
  return document.markup;
}

/**
 * What a person sees at the root while the web console is not built, as in a server started without `npm start`.
 *
 * The same for everybody: it asks the database nothing and does not tell whether the first user exists.
 */
export function startPage(accessUrl: string): string {
  return page(
    "Gatehouse",
    html`<div class="hero">${brandMark(56)}
<h1>Gatehouse is running</h1>
<p class="lead">The control plane that decides who may do what on this platform. The web console is not built here: <code>npm start</code> builds it. Until then everything is done with the API, or with the command lines and tools that speak it.</p>
</div>
<section aria-labelledby="first-title">
<h2 id="first-title">New here? Create the first administrator</h2>
<p>This works once, while nobody has been created yet. Choose a password and run:</p>
${command("first-call", "From any machine that reaches this server", firstUser(accessUrl))}
<p>Or on the server itself, which asks for the password and works at any time:</p>
${command("first-command", "In the folder of Gatehouse", "npx gatehouse create-admin --username admin --email admin@example.com")}
</section>
<section aria-labelledby="next-title">
<h2 id="next-title">Where to go</h2>
<ul class="cards">
<li><a href="/docs">API reference</a><span>Every endpoint with its permission, fields, errors and an example call.</span></li>
<li><a href="/openapi.json">OpenAPI document</a><span>The same for programs, to generate clients or explore with your own tools.</span></li>
<li><a href="/healthz">Health</a><span>Answers as long as the server lives; <code>/readyz</code> also asks the database.</span></li>
</ul>
</section>`,
  );
}

function firstUser(accessUrl: string): string {
  return `curl ${accessUrl}/api/v2/users/first -d '{
  "username": "admin",
  "email": "admin@example.com",
  "password": "<a strong one>"
}'`;
}

function command(id: string, caption: string, text: string): Html {
  return html`<figure><figcaption id="${id}">${caption}</figcaption><pre class="copy" tabindex="0" role="region" aria-labelledby="${id}"><code>${text}</code></pre></figure>`;
}

/** The page of an address that leads nowhere. */
export const missingPage = page(
  "Not found · Gatehouse",
  html`<div class="hero">${brandMark(56)}
<h1>There is nothing here</h1>
<p class="lead">The address leads nowhere on this server.</p>
</div>
<ul class="cards">
<li><a href="/">Start page</a><span>What this server is, and how to begin.</span></li>
<li><a href="/docs">API reference</a><span>Everything that this server can do.</span></li>
</ul>`,
);
