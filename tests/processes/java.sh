#!/usr/bin/env bash
# See to a Java runtime that can run Kafka.
set -euo pipefail
if ! command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" >/dev/null; then
  if [ ! -e /etc/debian_version ] || [ "$(id -u)" != 0 ]; then
    echo "These tests need Java 17 or newer: install it (Debian, as root: apt-get install default-jre-headless), or set JAVA_HOME." >&2
    exit 1
  fi
  echo "[processes] installing default-jre-headless"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null
fi
