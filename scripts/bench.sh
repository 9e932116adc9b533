#!/bin/sh
# `npm run bench`: builds and runs the load scripts. Arguments go to them.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare --without-console || exit 1
cd "$root" || exit 1
if [ ! -f bench/dist/main.js ]; then
  say "There are no load scripts in bench/src."
  exit 1
fi
exec "$node" bench/dist/main.js "$@"
