#!/usr/bin/env bash
# The VPN's certificate authority: restore, issue NAME REQUEST, revoke NAME, list, refresh.
# Its one archive lies in the bucket, encrypted. Here it is unpacked in memory, for as long as one command takes.
set -euo pipefail
umask 077
# shellcheck source=/dev/null
. /etc/plumbline-vpn.conf

readonly archive=authority.tar.gz server=/etc/openvpn/server
etag=''

fail() {
  echo "$1" >&2
  exit "${2:-1}"
}

bucket() {
  aws s3api "$1" --bucket "$BUCKET" --expected-bucket-owner "$ACCOUNT" "${@:2}"
}

# Makes an authority only where there has never been one: a lost archive is for a person to bring back.
load() {
  local known
  known=$(bucket list-object-versions --prefix "$archive" --max-items 1 \
    --query 'length([Versions, DeleteMarkers][][])' --output text)
  # Below the number stands where the next page begins.
  known=${known%%$'\n'*}
  if [ "$known" = 0 ] || [ "$known" = None ]; then
    create
    return
  fi
  etag=$(bucket get-object --key "$archive" --query ETag --output text ../"$archive") ||
    fail "the authority cannot be read from $BUCKET; where $archive was deleted, restore its last version" 4
  tar -xzf ../"$archive"
}

# Whoever else wrote meanwhile makes this fail, and nothing is lost.
save() {
  tar -czf ../"$archive" .
  if [ -n "$etag" ]; then set -- --if-match "$etag"; else set -- --if-none-match '*'; fi
  bucket put-object --key "$archive" --body ../"$archive" "$@" >/dev/null ||
    fail 'the authority was changed by somebody else, or cannot be written; try again' 5
}

create() {
  mkdir issued
  touch index.txt
  echo 01 >crlnumber
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ca.key
  openssl req -new -x509 -config "$config" -extensions authority_extensions -key ca.key -sha384 -days 3650 \
    -subj "/CN=$NAME authority" -out ca.crt
  openvpn --genkey tls-crypt-v2-server tls-crypt.key
}

sign() {
  openssl ca -batch -notext -config "$config" -in "$1" -out "$2" -subj "/CN=$3" -extensions "$4_extensions" -days "$5" 2>../log ||
    fail "the certificate could not be signed: $(tail -n 1 ../log)" 6
}

# The server's own certificate, made anew two months before it ends.
certify() {
  if [ -e server.crt ] && openssl x509 -in server.crt -noout -checkend 5184000 >/dev/null; then return; fi
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out server.key
  openssl req -new -config "$config" -key server.key -subj "/CN=$NAME" -out ../server.csr
  sign ../server.csr server.crt "$NAME" server 397
}

list_revoked() {
  openssl ca -config "$config" -gencrl -crldays "$CRL_DAYS" -out crl.pem 2>../log || fail "no revocation list: $(tail -n 1 ../log)" 6
}

# The server reads the list anew for each client that comes or renegotiates.
publish() {
  install -d -m 755 "$server"
  for file in ca.crt server.crt server.key tls-crypt.key crl.pem; do
    case $file in *.key) mode=600 ;; *) mode=644 ;; esac
    cmp -s "$file" "$server/$file" && continue
    install -m "$mode" "$file" "$server/$file.new"
    mv "$server/$file.new" "$server/$file"
  done
}

record() {
  echo "$(date -u +%FT%TZ) $1" >>/var/log/openvpn/authority.log
}

# The serial numbers of a name's certificates that are valid today.
valid() {
  openssl ca -config "$config" -updatedb 2>/dev/null
  awk -F '\t' -v subject="/CN=$1" '$1 == "V" && $6 == subject { print $4 }' index.txt
}

named() {
  [[ $1 =~ ^[a-z0-9][a-z0-9._@-]{0,62}$ && $1 != "$NAME" ]] || fail "not a name for a certificate: $1" 2
}

issue() {
  [ -z "$(valid "$1")" ] || fail "$1 has a valid certificate: revoke it first" 3
  base64 -d <<<"$2" >../client.csr || fail 'the request is not base64' 2
  openssl req -in ../client.csr -verify -noout 2>/dev/null || fail 'the request is not signed by its own key' 2
  openssl req -in ../client.csr -noout -text | grep -Eq 'ASN1 OID: (prime256v1|secp384r1)' ||
    fail 'the key of the request is not an elliptic one' 2
  sign ../client.csr ../client.crt "$1" client "$CERTIFICATE_DAYS"
  openvpn --tls-crypt-v2 tls-crypt.key --genkey tls-crypt-v2-client ../client.key
  # Only the caller's key opens it: it is nobody else's, wherever this answer is kept.
  openssl cms -encrypt -aes-256-cbc -recip ../client.crt -keyopt ecdh_kdf_md:sha256 -outform PEM -in ../client.key -out ../client.cms
  save
  record "issued $1 until $(openssl x509 -in ../client.crt -noout -enddate | cut -d = -f 2)"
  cat ../client.crt ca.crt ../client.cms
}

revoke() {
  local serial serials
  serials=$(valid "$1")
  [ -n "$serials" ] || fail "$1 has no valid certificate" 3
  for serial in $serials; do
    openssl ca -config "$config" -revoke "issued/$serial.pem" 2>../log || fail "not revoked: $(tail -n 1 ../log)" 6
    echo "$serial"
  done
  list_revoked
  save
  publish
  # Whoever is not connected is not found: that is as well.
  plumbline-vpn-ask "kill $1" >&2 || true
  record "revoked $1"
}

# State, end, time of revocation, serial number and name, separated by tabs; then who is connected, and since when.
list() {
  valid - >/dev/null
  awk -F '\t' -v OFS='\t' -v server="/CN=$NAME" '$6 != server { print $1, $2, $3, $4, substr($6, 5) }' index.txt
  awk -F , -v OFS='\t' '$1 == "CLIENT_LIST" { print "C", $9, "", "", $2 }' /run/openvpn-server/status-server.log 2>/dev/null || true
}

refresh() {
  certify
  list_revoked
  save
  local before after
  before=$(cat "$server/server.crt" 2>/dev/null || true)
  publish
  after=$(cat "$server/server.crt")
  if [ -n "$before" ] && [ "$before" != "$after" ]; then systemctl restart openvpn-server@server; fi
}

case ${1:-} in issue | revoke) named "${2:-}" ;; esac
exec 9>/run/plumbline-vpn.lock
flock -w 60 9 || fail 'another command is at work; try again' 5
memory=$(mktemp -d /run/plumbline-vpn.XXXXXX)
trap 'rm -rf "$memory"' EXIT
mkdir "$memory/authority"
cd "$memory/authority"
readonly config=/etc/plumbline-vpn-authority.cnf
case ${1:-} in
  restore) load && refresh ;;
  issue) load && issue "$2" "$3" ;;
  revoke) load && revoke "$2" ;;
  list) load && list ;;
  refresh) load && refresh ;;
  *) fail 'usage: plumbline-vpn restore | issue NAME REQUEST | revoke NAME | list | refresh' 2 ;;
esac
