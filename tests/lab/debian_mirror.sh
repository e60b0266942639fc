#!/usr/bin/env bash
# Print the Debian mirror that this machine uses; LAB_MIRROR names another.
set -euo pipefail
echo "${LAB_MIRROR:-$(apt-get indextargets --format "\$(REPO_URI)" 'Created-By: Packages' | awk '!/security/ && /debian/ && !n++')}"
