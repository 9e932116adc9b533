#!/bin/sh
# `npm start`: from a clean clone to a running server. Arguments go to the server.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare || exit 1
# exec: a signal that npm passes on must reach the server, not a shell in between.
exec "$node" "$root/packages/server/bin/gatehouse.cjs" "$@"
