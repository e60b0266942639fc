# shellcheck shell=bash
# Source me. Where podman's defaults cannot work (root without CAP_SYS_RESOURCE, or cgroup v1), point CONTAINERS_CONF
# at a file that can; anywhere else do nothing.
if [ -z "${CONTAINERS_CONF:-}" ] && [ "$(id -u)" = 0 ] && command -v podman >/dev/null; then
  _caps=$(sed -n 's/^CapEff:\t//p' /proc/self/status)
  if [ "$(stat -fc %T /sys/fs/cgroup)" != cgroup2fs ] || [ $((0x$_caps >> 24 & 1)) = 0 ]; then
    CONTAINERS_CONF=${XDG_CACHE_HOME:-$HOME/.cache}/streamops-kafka/containers.conf
    mkdir -p "${CONTAINERS_CONF%/*}"
    cat >"$CONTAINERS_CONF" <<EOT
[containers]
default_ulimits = ["nofile=$(ulimit -Hn):$(ulimit -Hn)", "nproc=30000:30000"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
EOT
    export CONTAINERS_CONF
  fi
fi
