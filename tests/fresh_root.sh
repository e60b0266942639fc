#!/usr/bin/env bash
# Show that a fresh Debian is enough: make a minimal root with git and make only, clone this checkout into it and run
# a target there:  tests/fresh_root.sh [TARGET]   (default: setup). Needs root and mmdebstrap; leaves nothing behind.
# The machine's resolver and its bundle of trusted certificates go along, as any machine at its site would have them.
set -euo pipefail
target=${1:-setup}
checkout=$(cd "$(dirname "$0")/.." && pwd)
root=$(mktemp -d)
trap 'rm -rf --one-file-system "$root"' EXIT
mirror=$("$checkout"/tests/lab/debian_mirror.sh)
mmdebstrap --quiet --variant=minbase --include=git,make,ca-certificates bookworm "$root" "$mirror"
git clone --quiet "$checkout" "$root/srv/streamops"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
export PIP_CERT=/etc/ssl/certs/ca-certificates.crt SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
unshare --mount --pid --fork --kill-child bash -eu -s "$root" "$target" <<'EOT'
  for dir in dev sys; do mount --rbind "/$dir" "$1/$dir"; done
  mount -t proc proc "$1/proc"
  mount -t tmpfs tmpfs "$1/run"
  exec chroot "$1" /usr/bin/env --ignore-environment HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    PIP_CERT="$PIP_CERT" SSL_CERT_FILE="$SSL_CERT_FILE" make --directory=/srv/streamops "$2" </dev/null
EOT
