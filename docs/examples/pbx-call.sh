#!/bin/sh
# Tells the hotline what a telephone exchange of your own sees: one event of one call, signed.
#
#   pbx-call.sh EVENT CALL_ID [FROM [TO [CATEGORY]]]
#
# EVENT is ringing, answered, ended or abandoned. Needs curl and openssl. Environment:
#   TRUC_URL    where the server is; http://localhost:8022
#   CTI_SECRET  shared with the server; a demonstration writes its own to $DATA_DIR/cti-secret
#   CTI_SOURCE  the name of your exchange; asterisk
set -eu

event=$1 call=$2 from=${3:-} to=${4:-} category=${5:-}
url=${TRUC_URL:-http://localhost:8022}
secret=${CTI_SECRET:-$(cat "${DATA_DIR:-.data}/cti-secret")}

body=$(printf '{"source":"%s","callId":"%s","event":"%s","at":"%s","from":"%s","to":"%s"' \
  "${CTI_SOURCE:-asterisk}" "$call" "$event" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$from" "$to")
[ -z "$category" ] || body="$body,\"category\":\"$category\""
body="$body}"

at=$(date +%s)
mac=$(printf '%s.%s' "$at" "$body" | openssl dgst -sha256 -hmac "$secret" | sed 's/.* //')

# Anything but 200 means: send it again. The same event twice is one event.
curl -sS --fail-with-body --retry 3 --retry-delay 1 "$url/webhooks/cti/calls" \
  -H "X-Cti-Timestamp: $at" -H "X-Cti-Signature: sha256=$mac" --data-raw "$body"
echo
