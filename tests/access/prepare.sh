#!/usr/bin/env bash
# What the tests of rights need beside .venv: a Java runtime, the archive of the collection's own Kafka version, and file connectors.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/processes/java.sh
ansible-playbook streamops.kafka.bundle -e bundle_dest="$PWD/.cache/access/bundle" \
  -e bundle_plugins_lock="$PWD/tests/conformance/plugins.json" -e '{"bundle_plugins": ["connect-file"]}'
