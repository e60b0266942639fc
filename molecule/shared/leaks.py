"""Look for the lab's secrets where none may be: in texts, and in the files of a host.

A secret is looked for as it is, and as base64 at every alignment, which is how it stands in an Authorization header or
in a document of Kubernetes. Of a private key each line of its body is one. Patterns travel on standard input: a search
that names them would be a process whose command line holds them.
"""

from __future__ import annotations

import base64
import os
import pathlib
import re
import subprocess

STATE = pathlib.Path(os.environ["LAB_STATE"])
BLOCK = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\n(.*?)-----END", re.DOTALL)


def encoded(text: str) -> set[str]:
    """The text, and what stays of it in base64 whatever stands before and after it."""
    found = {text}
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + text.encode()).decode().rstrip("=")
        # The first characters mix with what stands before, the last one with what follows.
        found.add(whole[(0, 2, 3)[before]:-1])
    return found


def passwords() -> dict[str, str]:
    """Every password that the lab has made, by its name."""
    folder = STATE / "secrets"
    return {path.name: path.read_text(encoding="utf-8").split()[0] for path in sorted(folder.iterdir())}


def private_keys() -> dict[str, str]:
    """Lines of every private key that the lab's authority has made, by file."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted((STATE / "authority").rglob("*.*"))}
    bodies = {name: BLOCK.findall(text) for name, text in texts.items()}
    return {f"{name} line {number}": line for name, found in bodies.items() for body in found
            for number, line in enumerate(body.split()) if len(line) >= 40 and number}


def patterns() -> dict[str, str]:
    """What to look for, and the name of the secret that it is."""
    wanted = {text: name for name, secret in passwords().items() for text in encoded(secret)}
    return {**wanted, **{line: name for name, line in private_keys().items()}}


def leaks(text: str) -> set[str]:
    """The names of the secrets that stand in a text."""
    return {name for pattern, name in patterns().items() if pattern in text}


def holders(host, *folders: str) -> dict[str, tuple[str, str]]:
    """The files of a host below these folders in which a secret stands: path -> (mode, owner)."""
    engine, name = host.backend.get_connection_type(), host.backend.name
    command = [engine, "exec", "--interactive", name, "grep", "-rlsF", "--devices=skip", "--file=-", *folders]
    listed = subprocess.run(command, input="\n".join(patterns()) + "\n", capture_output=True, text=True, check=False)
    assert listed.returncode in (0, 1, 2), listed.stderr
    paths = listed.stdout.splitlines()
    stats = {path: host.run("stat --format='%%a %%U' %s", path) for path in paths}
    return {path: tuple(found.stdout.split()) for path, found in stats.items() if found.rc == 0}
