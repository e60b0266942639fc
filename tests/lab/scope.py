"""Name one lab of this checkout and choose its network:  scope.py LAB  prints ``LAB_SCOPE=... LAB_NET=10.N``.

Both derive from the checkout's path and the lab's name, so that two checkouts, or two labs of one, do not collide. A
lab that is up keeps the network it has; for a new one an address range that the machine already routes is passed over.
"""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ENGINE = os.environ.get("ENGINE") or "podman"
FIRST, COUNT = 64, 128  # 10.64.0.0/16 .. 10.191.0.0/16


def output(*command: str) -> str:
    """Standard output of a command, empty when it fails: absence is an answer here."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def own_network(scope: str) -> str | None:
    """The second octet of the lab's network if it exists."""
    text = output(ENGINE, "network", "inspect", scope)
    found = re.search(r'"10\.(\d+)\.0\.0/16"', text)
    return found.group(1) if found else None


def taken() -> set[int]:
    """Second octets of 10/8 that a route or another network of the engine uses."""
    text = output("ip", "-4", "route")
    for name in output(ENGINE, "network", "ls", "--format", "{{.Name}}").split():
        text += output(ENGINE, "network", "inspect", name)
    return {int(octet) for octet in re.findall(r"\b10\.(\d+)\.", text)}


def main(lab: str) -> None:
    """Print the shell assignments."""
    checkout = str(pathlib.Path(__file__).resolve().parents[2])
    digest = hashlib.sha256(json.dumps([checkout, lab]).encode()).hexdigest()
    scope = f"streamops-{digest[:6]}-{lab}"
    octet = own_network(scope)
    if octet is None:
        used = taken()
        start = int(digest[6:12], 16)
        octet = str(next(FIRST + (start + i) % COUNT for i in range(COUNT) if FIRST + (start + i) % COUNT not in used))
    print(f"LAB_SCOPE={scope} LAB_NET=10.{octet}")


if __name__ == "__main__":
    main(sys.argv[1])
