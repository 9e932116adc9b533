#!/bin/sh
# `npm run build`: installs and compiles what is missing or stale.
set -u
. "$(dirname -- "$0")/workspace.sh"

require_node
prepare
