#!/bin/sh
# `npm run fuzz`: builds and runs the fuzzers. Arguments go to them.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare --without-console || exit 1
cd "$root" || exit 1
exec "$node" proof/dist/fuzz/main.js "$@"
