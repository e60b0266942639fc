#!/usr/bin/env bash
# What the tests with MirrorMaker need beside .venv: a Java runtime, and the archive of the collection's own Kafka version.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/processes/java.sh
ansible-playbook streamops.kafka.bundle -e bundle_dest="$PWD/.cache/mirror/bundle" -e '{"bundle_plugins": []}'
