#!/bin/sh
# `npm run check`: what must hold before every commit. Stops at the first failure; with --keep-going at the end.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
cd "$root" || exit 1
bin=node_modules/.bin
keep_going=${1:-}
failures=

# check NAME COMMAND…
check() {
  name=$1
  shift
  say "== $name"
  if ! "$@" </dev/null; then
    say ""
    say "check failed: $name"
    [ "$keep_going" = --keep-going ] || exit 1
    failures="$failures
  $name"
  fi
}

# True when folder $1 holds TypeScript of its own.
has_sources() {
  [ -n "$(find "$1" -name node_modules -prune -o -name dist -prune -o -name '*.ts' -print 2>/dev/null | head -n 1)" ]
}

console_types() {
  "$bin/tsc" -p packages/web --noEmit
}

browser_types() {
  ! has_sources e2e || "$bin/tsc" -p e2e --noEmit
}

# One line per generated file: checksum, size, path. Reading the files, not Git, lets this work before a commit.
generated_state() {
  find docs/reference packages/*/src packages/server/schema.sql -type f 2>/dev/null |
    grep -E '^docs/reference/|\.gen\.ts$|/(schema\.sql|tokens\.css)$' | LC_ALL=C sort |
    while IFS= read -r file; do cksum "$file"; done
}

generated_files() {
  before=$(generated_state)
  sh scripts/generate.sh || return 1
  after=$(generated_state)
  [ "$before" != "$after" ] || return 0
  say "These files were out of date. They are written anew: review and commit them."
  printf '%s\n%s\n' "$before" "$after" | sort | uniq -u | cut -d' ' -f3 | sort -u >&2
  return 1
}

check "install" alone install_dependencies
check "format and lint" "$bin/biome" check --error-on-warnings .
check "types of the packages" alone build
check "types of tests and load scripts" "$bin/tsc" -p tsconfig.test.json
check "types of the console" console_types
check "types of the browser tests" browser_types
check "lint with types" "$bin/eslint" --max-warnings=0 .
check "layers" "$bin/depcruise" --config .dependency-cruiser.cjs packages e2e bench proof
check "unused code" "$bin/knip" --no-progress
check "generated files" generated_files
check "licences" "$node" packages/testkit/dist/checks/licences.js
check "supply chain" "$node" packages/testkit/dist/checks/supply-chain.js
[ "${CI:-}" != true ] || check "advisories" sh scripts/advisories.sh
check "words and paths" "$node" packages/testkit/dist/checks/tracked-text.js
if [ -n "$failures" ]; then
  say "Failed:$failures"
  exit 1
fi
say "All checks passed."
