#!/usr/bin/env bash
# Set up the control node, each step only if it is due: system packages, .venv from the lock, the container connection.
set -euo pipefail
cd "$(dirname "$0")/../.."
say() { printf '[setup] %s\n' "$*"; }

engine=${ENGINE:-podman}
mapfile -t wanted < <(grep -v '^#' tests/lab/packages.txt)
if command -v dpkg-query >/dev/null && [ -e /etc/debian_version ]; then
  missing=()
  for package in "${wanted[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" != 0 ]; then
      echo "Missing packages: ${missing[*]}. As root: apt-get install --no-install-recommends ${missing[*]}" >&2
      exit 1
    fi
    say "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
else
  missing=()
  for tool in "$engine" git make mmdebstrap python3 ip; do command -v "$tool" >/dev/null || missing+=("$tool"); done
  if [ ${#missing[@]} -gt 0 ]; then
    echo "This is not Debian. Missing commands: ${missing[*]}. Install them with this system's package manager;" \
      "Debian calls the packages: ${wanted[*]}. Without mmdebstrap, build a host image with systemd and python3" \
      "by hand (molecule/shared/image/build.sh says what is in it) under the name that script prints." >&2
    exit 1
  fi
fi
if [ "$(id -u)" != 0 ]; then
  echo "The lab's hosts need root (fixed addresses, unit sandboxing): run as root, for example 'sudo make quickstart'." >&2
  exit 1
fi
say "system packages: complete"

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "PYTHON=$python is $("$python" --version 2>&1): ansible-core 2.19 needs Python 3.11 or newer; set PYTHON=/path/to/python3.11." >&2
  exit 1
}
stamp=$( (cat requirements.txt; "$python" --version) | sha256sum | cut -c1-16)
if [ "$(cat .venv/.stamp 2>/dev/null)" != "$stamp" ]; then
  say "building .venv from requirements.txt"
  "$python" -m venv --clear .venv
  # The lock names everything. Left to resolve, Debian 12's pip takes `coverage[toml]` for another package than the
  # pinned `coverage`, and refuses the lock on the day that a newer one is published.
  # Compiled is what is used, when it is used: most of it never is.
  .venv/bin/pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.txt
  .venv/bin/pip check --quiet --disable-pip-version-check
  echo "$stamp" >.venv/.stamp
fi
say ".venv: $(.venv/bin/ansible --version | head -n 1)"

# The connection plugins come out of the `ansible` wheel: pinned by hash, and from the same index as everything else.
collections=.ansible/collections/ansible_collections
if [ "$(cat .ansible/collections/.stamp 2>/dev/null)" != "$(sha256sum <tests/lab/collections.txt)" ]; then
  say "unpacking the container connections"
  wheel=$(mktemp -d)
  trap 'rm -rf "$wheel"' EXIT
  .venv/bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.12 \
    --require-hashes --dest "$wheel" -r tests/lab/collections.txt
  .venv/bin/python - "$wheel"/ansible-*.whl .ansible/collections <<'EOT'
import sys, zipfile
wanted = ("containers/podman", "community/docker", "community/library_inventory_filtering_v1")
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name in wheel.namelist():
        if name.startswith(tuple(f"ansible_collections/{collection}/" for collection in wanted)):
            wheel.extract(name, sys.argv[2])
EOT
  sha256sum <tests/lab/collections.txt >.ansible/collections/.stamp
fi
mkdir -p "$collections/streamops"
ln -sfn ../../../.. "$collections/streamops/kafka" # the collection under test is this checkout
say "collections: containers.podman, community.docker, streamops.kafka (this checkout)"
