#!/usr/bin/env bash
# Packages the application into an image for each kind of processor, with a software bill of materials and the provenance of its build,
# pushes it, and signs it. Leaves image.txt, by which it is deployed, and sbom.json.
# usage: publish.sh REPOSITORY TAG     such as 555555555555.dkr.ecr.eu-west-1.amazonaws.com/shop 1f0e2d3c4b5a
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$1 tag=$2
cd "$here/.."
mkdir -p out

aws ecr get-login-password | docker login --username AWS --password-stdin "${repository%%/*}"
docker buildx build --platform "${PLATFORMS:-linux/amd64,linux/arm64}" --sbom=true --provenance=mode=max \
  --tag "$repository:$tag" --push --metadata-file out/image.json .
digest=$(sed -n 's/.*"containerimage\.digest": *"\(sha256:[0-9a-f]\{64\}\)".*/\1/p' out/image.json | head -n 1)
[ -n "$digest" ] || { echo 'the build names no digest' >&2; exit 1; }
docker buildx imagetools inspect "$repository@$digest" --format '{{ json .SBOM }}' >out/sbom.json

"$here/sign.sh" "$repository" "$digest"
# The tag for people, the digest for machines: what runs is what was signed.
echo "$repository:$tag@$digest" | tee out/image.txt
