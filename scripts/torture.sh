#!/bin/sh
# `npm run torture`: builds and runs what hurts the product. Arguments go to them.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare --without-console || exit 1
cd "$root" || exit 1
exec "$node" proof/dist/torture/main.js "$@"
