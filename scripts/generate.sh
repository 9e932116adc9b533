#!/bin/sh
# `npm run generate`: writes everything that is derived from code or migrations (reference pages, *.gen.ts, schema.sql).
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare --without-console || exit 1
cd "$root" || exit 1
if [ ! -f packages/testkit/dist/generate/main.js ]; then
  say "Nothing to generate."
  exit 0
fi
exec "$node" packages/testkit/dist/generate/main.js "$@"
