#!/bin/sh
# `npm run dev`: compiles on every change and restarts the server when its code changed. Arguments go to the server.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare || exit 1
cd "$root" || exit 1
"$node" node_modules/typescript/bin/tsc -b --watch --preserveWatchOutput >&2 &
compiler=$!
trap 'kill "$compiler" 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$node" --watch --watch-preserve-output packages/server/bin/gatehouse.cjs "$@"
