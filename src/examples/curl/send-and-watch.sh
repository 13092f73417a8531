#!/usr/bin/env bash
# Sends a message over HTTP, watches it until it is delivered and reads the conversation. Needs curl and jq. In the folder
# where Tandem runs: src/examples/curl/send-and-watch.sh
# Environment variables change where to and what: TANDEM_URL, TANDEM_API_KEY, TANDEM_FROM, TANDEM_TO, TANDEM_KEY.
set -euo pipefail

api=${TANDEM_URL:-http://127.0.0.1:8080}/api/v1
secret=${TANDEM_API_KEY:-$(cat data/api-key)}
from=${TANDEM_FROM:-shop}
to=${TANDEM_TO:-+49 171 2345678}
# Whoever repeats a request under the same key repeats nothing: take the order's own number.
key=${TANDEM_KEY:-order-$(cat /proc/sys/kernel/random/uuid)}

# Repeats by itself what was not answered or answered with 429 or 503, after the time that Retry-After names. The secret
# goes by a pipe, because everybody on this machine sees the command line.
call() {
  curl --silent --show-error --fail-with-body --retry 8 --retry-connrefused \
    --config <(printf 'header = "Authorization: Bearer %s"\n' "$secret") "$@"
}

request=$(jq --null-input --arg from "$from" --arg to "$to" \
  '{from: $from, to: $to, template: {name: "order_update", language: "en", parameters: ["A-18"]}}')

# 202: accepted, on disk. 200: the same request was accepted before. Everything else is said in words, and ends this here.
accepted=$(call --header "Idempotency-Key: $key" --json "$request" "$api/sends") || { echo "$accepted"; exit 1; }
echo "accepted $accepted"
send_id=$(jq --raw-output .sendId <<<"$accepted")

last=
while true; do
  send=$(call "$api/sends/$send_id")
  state=$(jq --raw-output .state <<<"$send")
  if [[ $state != "$last" ]]; then
    echo "send $send_id $state $(jq --raw-output '.reason // ""' <<<"$send")"
    last=$state
  fi
  case $state in
    delivered | read | played) break ;;
    failed | rejected | expired | cancelled) exit 1 ;;
  esac
  sleep 1
done

# The latest messages with this person, the latest first; with "next" as before= the page behind them.
contact=${to//[^0-9]/}
call "$api/numbers/$from/conversations/$contact/messages?limit=20" |
  jq --raw-output '.messages[] | "\(.direction) \(.type) \(.text // "")"'
