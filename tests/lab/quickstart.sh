#!/usr/bin/env bash
# From a fresh machine to a verified two-region pipeline. Every stage says what it does and how long it took; a second
# run finds everything in place and changes nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
began=$SECONDS
stage() { printf '\n=== %s  (%d:%02d)\n' "$*" $(((SECONDS - began) / 60)) $(((SECONDS - began) % 60)); }

stage "1/6 Set up this machine"
tests/lab/setup.sh
export LAB=quickstart
. tests/lab/env.sh
inventory=(-i examples/inventories/two_regions -i molecule/shared/inventory)

# The image is built while the jars come in: one waits for the CPU, the other for the network.
stage "2/6 Assemble Kafka and its plugins; build the host image"
molecule/shared/image/build.sh bookworm >"$LAB_LOG.image" 2>&1 &
image=$!
ansible-playbook streamops.kafka.bundle -e bundle_dest="${LAB_BUNDLE%/*}"
wait "$image" || { cat "$LAB_LOG.image" >&2; exit 1; }
tail -n 1 "$LAB_LOG.image"

stage "3/6 Boot the lab: two regions, eight hosts ($LAB_SCOPE, $LAB_NET.0.0/16)"
ansible-playbook "${inventory[@]}" molecule/shared/create.yml molecule/shared/prepare.yml

stage "4/6 Roll out: ansible-playbook streamops.kafka.site -i examples/inventories/two_regions"
ansible-playbook "${inventory[@]}" -e "@$LAB_BUNDLE" streamops.kafka.site
ansible-playbook "${inventory[@]}" molecule/shared/traffic.yml

stage "5/6 Prove it: rows are written while the pipeline is verified"
ansible-playbook "${inventory[@]}" molecule/shared/prove.yml >"$LAB_LOG.prove" 2>&1 &
prove=$!
verified=0
ansible-playbook "${inventory[@]}" streamops.kafka.verify -e verify_report="$PWD/reports/quickstart.json" || verified=$?
wait "$prove" || { cat "$LAB_LOG.prove" >&2; exit 1; }

stage "6/6 What was seen"
python3 tests/lab/summary.py "$LAB_STATE/proof.json"
cat <<EOT

Look at next:
  reports/quickstart.json                   every check with outcome and evidence
  make lab-shell HOST=mm2-secondary-1       a shell on a host; 'systemctl status kafka-mirrormaker@*' there
  make verify                               the same proof again; break something first
  make lab-down                             remove the lab
Took $(((SECONDS - began) / 60)) min $(((SECONDS - began) % 60)) s.
EOT
exit "$verified"
