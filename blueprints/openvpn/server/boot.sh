#!/usr/bin/env bash
# Makes this instance the VPN server: claims the address, restores the authority, writes what the services read, starts them,
# and tells CloudFormation. It may run again.
set -euo pipefail
# shellcheck source=/dev/null
. /etc/plumbline-vpn.conf

readonly metadata=http://169.254.169.254

attempt() {
  local tries
  for tries in 1 2 3 4 5 6 7 8 9; do
    "$@" && return
    echo "attempt $tries of 9 failed: $1 ${2:-} ${3:-}" >&2
    sleep "${RETRY_SECONDS:-10}"
  done
  "$@"
}

identify() {
  local token
  token=$(curl -sSf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$metadata/latest/api/token")
  curl -sSf -H "X-aws-ec2-metadata-token: $token" "$metadata/latest/meta-data/instance-id"
}

signal() {
  # Where the group replaced a server by itself, nobody waits for it.
  aws cloudformation signal-resource --stack-name "$STACK" --logical-resource-id Group --unique-id "$instance" --status "$1" ||
    echo 'no stack waits for this server' >&2
}

netmask() {
  local bits=${1#*/}
  local value=$((0xffffffff << (32 - bits) & 0xffffffff))
  echo "${1%/*} $((value >> 24 & 255)).$((value >> 16 & 255)).$((value >> 8 & 255)).$((value & 255))"
}

configure() {
  local route address
  {
    cat /etc/plumbline-vpn-server.conf
    echo "port $PORT"
    echo "proto $PROTOCOL"
    echo "server $(netmask "$CLIENTS")"
    if [ "$PROTOCOL" = udp ]; then echo 'explicit-exit-notify 1'; fi
    for route in ${ROUTES//,/ }; do echo "push \"route $(netmask "$route")\""; done
    for address in ${DNS_SERVERS//,/ }; do echo "push \"dhcp-option DNS $address\""; done
    if [ -n "$DNS_DOMAIN" ]; then echo "push \"dhcp-option DOMAIN $DNS_DOMAIN\""; fi
  } >/etc/openvpn/server/server.conf
  sed -e "s|@PROTOCOL@|$PROTOCOL|g; s|@PORT@|$PORT|g; s|@CLIENTS@|$CLIENTS|g; s|@ROUTES@|${ROUTES//,/, }|g" \
    /etc/plumbline-vpn.nft >/etc/nftables.conf
  sed -i -e "s|@PROTOCOL@|$PROTOCOL|g; s|@PORT@|$PORT|g" /etc/fail2ban/jail.d/plumbline-vpn.local
  touch /var/log/openvpn/server.log
  sysctl -q -w net.ipv4.ip_forward=1
}

instance=$(attempt identify)
trap 'signal FAILURE' ERR
attempt aws ec2 associate-address --allocation-id "$ALLOCATION" --instance-id "$instance" --allow-reassociation
install -d -m 755 /var/log/openvpn
attempt plumbline-vpn restore
configure
systemctl daemon-reload
systemctl disable --now ssh.service ssh.socket || true
systemctl enable nftables openvpn-server@server fail2ban plumbline-vpn-report.timer plumbline-vpn-refresh.timer
systemctl restart nftables openvpn-server@server fail2ban plumbline-vpn-report.timer plumbline-vpn-refresh.timer
attempt plumbline-vpn-report
signal SUCCESS
