#!/usr/bin/env bash
# Tells CloudWatch whether the server answers, who is connected, and how many days its papers still hold.
set -euo pipefail
# shellcheck source=/dev/null
. /etc/plumbline-vpn.conf

readonly server=/etc/openvpn/server

days() {
  echo $((($(date -d "$1" +%s) - $(date +%s)) / 86400))
}

ends() {
  days "$(openssl x509 -in "$server/$1" -noout -enddate | cut -d = -f 2)"
}

answer=$(plumbline-vpn-ask load-stats || true)
up=0 connected=0
if [[ $answer =~ nclients=([0-9]+) ]]; then up=1 connected=${BASH_REMATCH[1]}; fi
crl=$(days "$(openssl crl -in "$server/crl.pem" -noout -nextupdate | cut -d = -f 2)")
certificate=$(ends server.crt) authority=$(ends ca.crt)
if [ "$authority" -lt "$certificate" ]; then certificate=$authority; fi

data=()
for each in "ServerUp=$up" "ConnectedClients=$connected" "CrlDaysLeft=$crl" "CertificateDaysLeft=$certificate"; do
  data+=("MetricName=${each%=*},Value=${each#*=},Dimensions=[{Name=Server,Value=$NAME}]")
done
aws cloudwatch put-metric-data --namespace Plumbline/OpenVPN --metric-data "${data[@]}"
[ "$up" = 1 ]
