#!/usr/bin/env bash
# Build the image of a lab host from Debian packages alone, unless it is there already:  build.sh SUITE
# Prints the image's name as its last line; the name carries a digest of these files, so a change here makes a new image.
set -euo pipefail
suite=$1
here=$(cd "$(dirname "$0")" && pwd)
engine=${ENGINE:-podman}
digest=$(cat "$here"/build.sh "$here"/container-init | sha256sum | cut -c1-12)
image=localhost/streamops-host:$suite-$digest
if "$engine" image inspect "$image" >/dev/null 2>&1; then
  echo "$image"
  exit 0
fi
packages=systemd,systemd-sysv,dbus,python3,python3-apt,ca-certificates,iproute2,iptables,procps,sudo
mirror=$("$here"/../../../tests/lab/debian_mirror.sh)
echo "building $image (Debian $suite, about a minute)" >&2
partial=$(mktemp -d)
trap 'rm -rf "$partial"' EXIT
TMPDIR=$partial mmdebstrap --quiet --variant=minbase --include="$packages" \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt=force-unsafe-io --skip=cleanup/apt/lists \
  --essential-hook="mkdir -p \"\$1/usr/share/man/man1\"" \
  --customize-hook="upload $here/container-init /usr/local/sbin/container-init" \
  --customize-hook="chmod 0755 \"\$1/usr/local/sbin/container-init\"" \
  --customize-hook=": > \"\$1/etc/machine-id\"; rm -f \"\$1/etc/hostname\"" \
  "$suite" "$partial/host.tar" "$mirror" >&2
"$engine" import --change 'CMD ["/usr/local/sbin/container-init"]' --change 'STOPSIGNAL SIGRTMIN+3' \
  "$partial/host.tar" "$image" >/dev/null
echo "$image"
