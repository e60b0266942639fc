# shellcheck shell=bash
# Source me from the checkout's root:  LAB=quickstart . tests/lab/env.sh
# Everything a lab command needs: the tools of .venv, the collection, the engine, the lab's name and network.
. tests/lab/containers_conf.sh
export ENGINE=${ENGINE:-podman} LAB=${LAB:-quickstart} PATH="$PWD/.venv/bin:$PATH"
export ANSIBLE_COLLECTIONS_PATH=$PWD/.ansible/collections ANSIBLE_CONFIG=$PWD/tests/lab/ansible.cfg
export MOLECULE_GLOB='molecule/*/molecule.yml'
eval "export $(python3 tests/lab/scope.py "$LAB")"
export LAB_STATE=$PWD/.lab/$LAB_SCOPE
export LAB_LOG=$LAB_STATE/log
mkdir -p "$LAB_STATE"
# What `streamops.kafka.bundle` wrote: the archives, their checksums, as extra variables.
export LAB_BUNDLE=$PWD/.cache/bundle/vars.yml
