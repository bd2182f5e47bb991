#!/usr/bin/env bash
# Signs an image with the pipeline's key in KMS, and puts the signature beside it as cosign does, so that anybody can check it:
#   cosign verify --insecure-ignore-tlog --key awskms:///ARN-OF-THE-KEY REPOSITORY@DIGEST
# usage: sign.sh REPOSITORY sha256:DIGEST     SIGNING_KEY_ARN names the key
set -euo pipefail
repository=$1 digest=$2
: "${SIGNING_KEY_ARN:?names the key of KMS that signs}"
name=${repository#*/} registry=${repository%%.*}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

size() { wc -c <"$1" | tr -d ' '; }
sha() { echo "sha256:$(sha256sum "$1" | cut -d ' ' -f 1)"; }
ecr() { aws ecr "$1" --registry-id "$registry" --repository-name "$name" "${@:2}"; }

# Uploads a file as a blob of the repository.
upload() {
  local id
  id=$(ecr initiate-layer-upload --query uploadId --output text)
  ecr upload-layer-part --upload-id "$id" --part-first-byte 0 --part-last-byte "$(($(size "$1") - 1))" \
    --layer-part-blob "fileb://$1" >/dev/null
  ecr complete-layer-upload --upload-id "$id" --layer-digests "$(sha "$1")" >/dev/null
}

payload=$scratch/payload.json config=$scratch/config.json manifest=$scratch/manifest.json
printf '{"critical":{"identity":{"docker-reference":"%s"},"image":{"docker-manifest-digest":"%s"},"type":"cosign container image signature"},"optional":{"commit":"%s"}}' \
  "$repository" "$digest" "${CIRCLE_SHA1:-}" >"$payload"
signature=$(aws kms sign --key-id "$SIGNING_KEY_ARN" --message "fileb://$payload" --message-type RAW \
  --signing-algorithm ECDSA_SHA_256 --query Signature --output text)

printf '{"architecture":"","os":"","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]}}' "$(sha "$payload")" >"$config"
upload "$payload"
upload "$config"
cat >"$manifest" <<END
{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
 "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "size": $(size "$config"), "digest": "$(sha "$config")"},
 "layers": [{"mediaType": "application/vnd.dev.cosign.simplesigning.v1+json", "size": $(size "$payload"), "digest": "$(sha "$payload")",
             "annotations": {"dev.cosignproject.cosign/signature": "$signature"}}]}
END
ecr put-image --image-tag "${digest/:/-}.sig" --image-manifest "file://$manifest" \
  --image-manifest-media-type application/vnd.oci.image.manifest.v1+json >/dev/null
echo "signed $repository@$digest"
