#!/bin/sh
# `npm run price-book`: fetches the catalogue of model prices and makes the price book from it. Arguments go to it.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare || exit 1
cd "$root" || exit 1
exec "$node" packages/testkit/dist/price-book/main.js "$@"
