#!/bin/sh
# `npm run node24 -- SCRIPT [ARGUMENTS]`: runs one of the scripts (default: test) on Node.js 24, whatever Node is installed.
# The binary comes from the package registry, as a package that needs no install script, into .cache/node24.
set -u
. "$(dirname -- "$0")/workspace.sh"

version=24.21.0

case ${1:-} in
  -h | --help)
    cat <<'END'
Usage: npm run node24 -- [SCRIPT [ARGUMENTS]]

Runs a script of this project on Node.js 24 (default: test).

Examples:
  npm run node24
  npm run node24 -- test --project pure
  npm run node24 -- start --http-address 127.0.0.1:0
END
    exit 0
    ;;
esac

script=${1:-test}
[ "$#" -eq 0 ] || shift
if [ ! -f "$root/scripts/$script.sh" ]; then
  say "There is no script $script. \`npm run node24 -- --help\` says what can be run."
  exit 1
fi

system=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in
  x86_64 | amd64) machine=x64 ;;
  aarch64 | arm64) machine=arm64 ;;
  *) machine=unknown ;;
esac
package=node-$system-$machine
home=$root/.cache/node24
binary=$home/node_modules/$package/bin/node

fetch() {
  cd "$home" || return 1
  export npm_config_cache="$cache"
  # The project's own settings must not apply: this is another tree.
  exec npm install --prefix "$home" --no-save --no-package-lock --ignore-scripts --engine-strict=false "$package@$version"
}

if [ "$("$binary" -v 2>/dev/null)" != "v$version" ]; then
  mkdir -p "$home"
  [ -f "$home/package.json" ] || echo '{"private":true}' >"$home/package.json"
  choose_cache
  step "Fetching Node.js $version" fetch || {
    say "Node.js $version could not be fetched as $package. Install Node.js 24 and run the script with it."
    exit 1
  }
  [ -z "$spare" ] || rm -rf "$spare"
fi

PATH=$(dirname -- "$binary"):$PATH
npm_node_execpath=$binary
export PATH npm_node_execpath
say "on Node.js $("$binary" -v)"
exec sh "$root/scripts/$script.sh" "$@"
