#!/bin/sh
# Ask the brokers and controllers on this host to stop (SIGTERM), those of this user or, for root, all.
set -eu

if [ $# -gt 0 ]; then
  echo "usage: $0 (it takes no arguments: with several brokers on a host, stop the unit of the one you mean)" >&2
  exit 1
fi
pids=$(ps -eo pid=,args= | awk '/[j]ava .* kafka\.Kafka( |$)/ { print $1 }')
if [ -z "$pids" ]; then
  echo "No kafka server to stop" >&2
  exit 1
fi
# shellcheck disable=SC2086 # one word a process
kill -s "${SIGNAL:-TERM}" $pids
