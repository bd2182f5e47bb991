#!/usr/bin/env bash
# Asks the OpenVPN that runs here one thing, by its management socket, and prints the one line that it answers.
set -euo pipefail

coproc management { exec socat - UNIX-CONNECT:/run/openvpn-server/management.sock 2>/dev/null; }
# shellcheck disable=SC2154 # coproc sets it
trap 'kill "$management_PID" 2>/dev/null || true' EXIT
echo "$1" >&"${management[1]}"
while read -r -t 5 line <&"${management[0]}"; do
  case $line in
    '>'*) ;;
    *)
      echo "${line%$'\r'}"
      exit 0
      ;;
  esac
done
echo 'OpenVPN does not answer' >&2
exit 1
