#!/bin/sh
# `npm run mutate`: mutation testing of what decides about access. Arguments go to it; an interrupted run is resumed.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare || exit 1
cd "$root" || exit 1
exec "$node" packages/testkit/dist/mutation/main.js "$@"
