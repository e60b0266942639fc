#!/usr/bin/env bash
# What the conformance tests need beside .venv: a Java runtime, and the archive of the Kafka version under test
# (KAFKA=4.3.1, otherwise the collection's own) with the plugins of plugins.json. Each step only if it is due.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/processes/java.sh
# Versions of which the repository lacks what a deployment needs have their lock here.
options=()
if [ -n "${KAFKA:-}" ]; then options+=(-e bundle_kafka_version="$KAFKA"); fi
lock=$PWD/tests/conformance/locks/kafka-${KAFKA:-}.json
if [ -e "$lock" ]; then options+=(-e bundle_kafka_lock="$lock"); fi
ansible-playbook streamops.kafka.bundle \
  -e bundle_dest="$PWD/.cache/conformance/bundle" -e bundle_plugins_lock="$PWD/tests/conformance/plugins.json" \
  -e '{"bundle_plugins": ["connect-file", "connect-test-plugins"]}' "${options[@]}"
