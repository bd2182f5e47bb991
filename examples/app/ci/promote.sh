#!/usr/bin/env bash
# Deploys to an environment what another one runs: a commit as well. With an image, only where that one runs it still.
# usage: promote.sh FROM TO [IMAGE]     LIVE_REPOSITORY names the repository, STACK the application's stack (application)
set -euo pipefail
# shellcheck source=examples/app/ci/live.sh
. "$(dirname "${BASH_SOURCE[0]}")/live.sh"

look
image=$(image_of "$1")
[ "${3:-$image}" = "$image" ] || fail "$1 runs $image by now, which somebody else has to promote"
release "$2" "$image"
