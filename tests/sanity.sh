#!/usr/bin/env bash
# Run `ansible-test sanity` on a copy of this checkout, every test and no ignore file:
#   tests/sanity.sh [ansible-test sanity option ...]        SANITY_PYTHON=3.9 compiles and imports with another Python
# Needs nothing but the virtual environment and a Python package index: the pip that ansible-test wants to download first
# comes from the interpreter's own ensurepip. Its environments are kept in .cache/ansible-test.
set -euo pipefail
started=$SECONDS
cd "$(dirname "$0")/.."
checkout=$PWD
venv=${VENV:-$checkout/.venv}
export PATH=$venv/bin:$PATH

version=${SANITY_PYTHON:-$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])')}
home=$checkout/.cache/ansible-test
mkdir -p "$home/.ansible/test/cache" "$home/.config/pip"
pip_version=$(python -c '
import sys
from ansible_test._internal.host_configs import VirtualPythonConfig
from ansible_test._internal.python_requirements import get_venv_packages
print(get_venv_packages(VirtualPythonConfig(version=sys.argv[1], path=""))["pip"].replace(".", "_"))' "$version")
cp tests/sanity/get_pip.py "$home/.ansible/test/cache/get_pip_$pip_version.py"
# ansible-test hides the environment and the home folder from pip, so what they say about the index goes to a file.
python -m pip config list | sed -nE "s/^(:env:|global|install)\.([a-z-]+)='(.*)'\$/\2 = \3/p" |
  awk -F ' = ' 'BEGIN { print "[global]" } !seen[$1]++' >"$home/.config/pip/pip.conf"

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
cd "$(tests/assemble.sh "$root")"
HOME=$home ansible-test sanity --python "$version" --color no "$@"
echo "sanity: passed in $((SECONDS - started)) s"
