#!/usr/bin/env bash
# Deploys an image to an environment: a commit to the live repository that sets it there, and nothing else. The rest is Plumbline's.
# usage: deploy.sh ENVIRONMENT IMAGE     LIVE_REPOSITORY names the repository, STACK the application's stack (application)
set -euo pipefail
# shellcheck source=examples/app/ci/live.sh
. "$(dirname "${BASH_SOURCE[0]}")/live.sh"

[[ $2 =~ ^[a-z0-9][a-z0-9./:_-]*@sha256:[0-9a-f]{64}$ ]] || fail "not an image with its digest: $2"
release "$1" "$2"
