#!/usr/bin/env bash
# What `requires_ansible` and the Python floor claim: units under each supported ansible-core, import and compile under
# each supported target Python. Interpreters are looked for on PATH and in pyenv; one that is absent fails the run by name.
# Then 100 runs of mm2_flow over flows that are well.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/lab/env.sh

interpreter() {
  command -v "python$1" 2>/dev/null && return
  local found
  found=$(find "${PYENV_ROOT:-$HOME/.pyenv}/versions" -maxdepth 1 -name "$1.*" 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] || { echo "matrix: no python$1 on PATH or in pyenv; install it to run this" >&2; return 1; }
  echo "$found/bin/python"
}

for pair in 2.18:3.11 2.19:3.11 2.20:3.12 2.21:3.13; do
  core=${pair%:*} version=${pair#*:}
  python=$(interpreter "$version")
  home=.cache/matrix/core-$core
  [ -x "$home/bin/pytest" ] || {
    "$python" -m venv --clear "$home"
    "$home/bin/pip" install --quiet "ansible-core~=$core.0" pytest pytest-cov hypothesis requests jmespath confluent-kafka \
      psycopg2-binary
  }
  echo "matrix: units with ansible-core $core on Python $version"
  PATH="$PWD/$home/bin:$PATH" PYTHONPATH=$PWD/.ansible/collections "$home/bin/pytest" -q tests/unit/plugins
done

for version in 3.9 3.10 3.11 3.12 3.13; do
  interpreter "$version" >/dev/null
  echo "matrix: import and compile on Python $version"
  PATH="$PATH:$(dirname "$(interpreter "$version")")" SANITY_PYTHON=$version tests/sanity.sh --test import --test compile
done

echo "matrix: 100 runs over flows that are well"
tests/mirror/prepare.sh
HEALTHY_RUNS=100 PYTHONPATH=$PWD/.ansible/collections pytest tests/mirror/test_healthy.py --quiet
