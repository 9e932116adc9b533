#!/bin/sh
# `npm run sbom`: the packages that ship, with versions, licences and checksums, as CycloneDX on standard output.
set -u
. "$(dirname -- "$0")/workspace.sh"

cd "$root" || exit 1
exec npm sbom --silent --omit=dev --package-lock-only --sbom-format=cyclonedx --sbom-type=application
