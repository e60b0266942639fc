#!/usr/bin/env bash
# Run stages of the tests and print what each took beside its budget:  tests/run.sh STAGE[,STAGE] ...
set -euo pipefail
cd "$(dirname "$0")/.."
export LAB=default PYTHONPATH=$PWD/.ansible/collections
. tests/lab/env.sh
[ -z "${LONG:-}" ] || export PYTEST_ADDOPTS="-m 'long or not long'"

lint() {
  ruff check .
  ruff check --preview --select E30 . # blank lines, which `ansible-test sanity` refuses minutes later
  mypy
  yamllint .
  ansible-lint
  antsibull-changelog lint
}
fast() { pytest tests/unit --quiet --numprocesses 2 -m "not process"; }
units() {
  pytest tests/unit --quiet --numprocesses 3 --dist worksteal --cov --cov-report=term:skip-covered
  coverage report --include='plugins/module_utils/_core/*,plugins/filter/*' --fail-under=100
}
sanity() { tests/sanity.sh; }
matrix() { tests/matrix.sh; }
conformance() {
  tests/conformance/prepare.sh
  pytest tests/conformance --quiet --durations=5 ${ONE_ROLE:+--one-role}
}
mirror() {
  tests/mirror/prepare.sh
  pytest tests/mirror --quiet --durations=5
}
access() {
  tests/access/prepare.sh
  pytest tests/access --quiet --durations=5 --numprocesses 2 --dist loadfile
}
default() {
  ansible-playbook streamops.kafka.bundle -e bundle_dest="${LAB_BUNDLE%/*}" -e '{"bundle_plugins": ["debezium-postgres", "debezium-jdbc", "kafka-file"]}'
  molecule test --scenario-name default
}
flows() {
  ansible-playbook streamops.kafka.bundle -e bundle_dest="${LAB_BUNDLE%/*}" -e '{"bundle_plugins": []}'
  LAB=flows
  . tests/lab/env.sh
  molecule test --scenario-name flows
}
secure() {
  ansible-playbook streamops.kafka.bundle -e bundle_dest="${LAB_BUNDLE%/*}" -e '{"bundle_plugins": []}'
  LAB=secure
  . tests/lab/env.sh
  molecule test --scenario-name secure
}

declare -A budget=([lint]=2 [sanity]=3 [units]=7 [conformance]=4 [mirror]=5 [access]=4 [default]=16 [flows]=8 [secure]=6 [matrix]=32)
report=()
# A function in a condition would lose `set -e`: each stage is a shell of its own.
run() {
  local began=$SECONDS result=passed
  bash -c "set -euo pipefail; $(declare -f "$1"); $1" || result=FAILED
  printf '%-12s %-7s %4d s of %d min\n' "$1" "$result" $((SECONDS - began)) "${budget[$1]:-0}" >"$outcomes/$1"
}
outcomes=$(mktemp -d)
trap 'rm -rf "$outcomes"' EXIT
for stages in "$@"; do # a,b: at once, what b says after a
  first=${stages%%,*} second=${stages#"$first"}
  [ -z "$second" ] || run "${second#,}" >"$outcomes/said" 2>&1 &
  printf '\n##### %s\n' "$first"
  run "$first"
  wait
  [ -z "$second" ] || { printf '\n##### %s\n' "${second#,}"; cat "$outcomes/said"; }
  for stage in ${stages//,/ }; do report+=("$(cat "$outcomes/$stage")"); done
  [[ ${report[*]} != *FAILED* ]] || break
done
printf '\n'
printf '%s\n' "${report[@]}"
[[ ${report[*]} != *FAILED* ]]
