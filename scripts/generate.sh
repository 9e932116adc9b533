#!/bin/sh
# `npm run generate`: writes everything that is derived from code or migrations (reference pages, *.gen.ts, schema.sql,
# tokens.css).
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare --without-console || exit 1
cd "$root" || exit 1
if [ ! -f packages/testkit/dist/generate/main.js ]; then
  say "Nothing to generate."
  exit 0
fi
"$node" packages/testkit/dist/generate/main.js "$@" || exit 1
# The console's colours and its table of pages: TypeScript that nothing compiles to a file.
exec "$node" --input-type=module -e '
  import { readFileSync, writeFileSync } from "node:fs";
  import { runnerImport } from "vite";
  import { consoleReference } from "./packages/testkit/dist/generate/console-pages.js";
  const write = (file, text) => {
    if (readFileSync(file, { encoding: "utf8", flag: "a+" }) !== text) writeFileSync(file, text);
  };
  const colors = await runnerImport("./packages/web/src/styles/tokens-css.ts");
  write("packages/web/src/styles/tokens.css", colors.module.tokensCss());
  const { module } = await runnerImport("./packages/web/src/app/pages.ts");
  write("docs/reference/console.md", consoleReference(module.documentedPages));
'
