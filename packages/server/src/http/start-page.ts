/** One small page in the look of the API reference; its style sheet is the reference's. */
function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** What a person sees at the root while the web console is not part of the release. */
export const startPage = page(
  "Gatehouse",
  `<h1>Gatehouse is running</h1>
<p>This server speaks the API under <code>/api/v2</code>. The web console is not part of this release;
the command line and the API do everything.</p>
<ul>
<li><a href="/docs">API reference</a></li>
<li><a href="/openapi.json">OpenAPI document</a></li>
</ul>`,
);

/** The page of an address that leads nowhere. */
export const missingPage = page(
  "Not found - Gatehouse",
  `<h1>There is nothing here</h1>
<p>The web console is not part of this release. The <a href="/docs">API reference</a> tells what this
server can do.</p>`,
);
