#!/usr/bin/env bash
# Copy the files of this checkout (tracked, or new and not ignored) to ROOT/ansible_collections/streamops/kafka:
#   tests/assemble.sh ROOT
# ansible-test and the build refuse or follow links, so a copy it is. Prints the folder.
set -euo pipefail
checkout=$(cd "$(dirname "$0")/.." && pwd)
target=$1/ansible_collections/streamops/kafka
mkdir -p "$target"
cd "$checkout"
git ls-files -z --cached --others --exclude-standard --deduplicate |
  while IFS= read -r -d '' file; do
    if [ -e "$file" ]; then printf '%s\0' "$file"; fi
  done |
  tar --create --null --no-recursion --files-from=- | tar --extract --directory "$target"
echo "$target"
