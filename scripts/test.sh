#!/bin/sh
# `npm test`: every test level, one after the other; the last line is the sum of them all.
# `npm test -- ARGUMENTS` hands the arguments to Vitest and runs nothing else.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
cd "$root" || exit 1
# Chosen tests need the console only when they are browser tests.
wanted=
case "$# $*" in
  0\ * | *e2e*) ;;
  *) wanted=--without-console ;;
esac
if ! prepare "$wanted"; then
  if [ "$#" -eq 0 ] || [ ! -f packages/testkit/dist/checks/test-totals.js ]; then
    echo "0 passed, 1 failed"
    exit 1
  fi
  say "The build failed. The chosen tests run all the same: only those in e2e/ need it."
fi
reports=$(mktemp -d "${TMPDIR:-/tmp}/gatehouse-tests.XXXXXX")
trap 'rm -rf "$reports"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# level NAME TITLE VITEST-ARGUMENTS…
level() {
  name=$1
  say ""
  say "== $2"
  shift 2
  status=0
  "$node" node_modules/vitest/vitest.mjs run "$@" --reporter=default --reporter=json \
    --outputFile.json="$reports/$name.json" </dev/null || status=$?
  echo "$status" >"$reports/$name.status"
}

# Sets CHROMIUM_PATH for the browser tests. On Debian as root a missing browser is installed.
find_browser() {
  if [ -n "${CHROMIUM_PATH:-}" ]; then
    return 0
  fi
  for candidate in chromium chromium-browser google-chrome /usr/bin/chromium; do
    if CHROMIUM_PATH=$(command -v "$candidate"); then
      export CHROMIUM_PATH
      return 0
    fi
  done
  return 1
}

apt_chromium() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update && apt-get install -y --no-install-recommends chromium
}

install_browser() {
  command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || return 1
  step "Installing Chromium" apt_chromium && find_browser
}

# Prints the folder of a system PostgreSQL of another supported major, nothing when there is none.
system_postgres() {
  for major in 17 16 15; do
    if [ -x "/usr/lib/postgresql/$major/bin/initdb" ]; then
      echo "/usr/lib/postgresql/$major/bin"
      return 0
    fi
  done
  case $(postgres --version 2>/dev/null) in
    *" 15."* | *" 16."* | *" 17."*) dirname -- "$(command -v postgres)" ;;
  esac
}

browser_level() {
  if [ -z "$(find e2e -name '*.test.ts' ! -path '*/node_modules/*' 2>/dev/null | head -n 1)" ]; then
    say "== browser: no tests in e2e/ yet"
    return 0
  fi
  if find_browser || install_browser; then
    level e2e "browser: the built server in $CHROMIUM_PATH" --project e2e
    return 0
  fi
  say "== browser: no Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to one."
  if [ "${CI:-}" = true ]; then
    echo 1 >"$reports/e2e.status"
  fi
}

every_level() {
  level pure "pure: rules, decoder, platform" --project pure
  level web "web: parts of the console" --project web
  level feature "feature: the server on the embedded PostgreSQL" --project feature
  system=$(system_postgres)
  if [ -n "$system" ]; then
    export GATEHOUSE_TEST_POSTGRES=system
    level feature-system "feature: the server on $system" --project feature
    unset GATEHOUSE_TEST_POSTGRES
  else
    say "== feature: no system PostgreSQL 15 to 17 found, the second run is left out"
  fi
  browser_level
}

if [ "$#" -gt 0 ]; then
  find_browser || true
  level chosen "chosen tests" "$@"
else
  every_level
fi
"$node" packages/testkit/dist/checks/test-totals.js "$reports"
