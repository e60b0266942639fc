# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen of the workers' REST interface without a worker.

Private to streamops.kafka. The predicates of the rules W11, as far as the rendered properties tell, W25 and W26.
"""

from __future__ import annotations

from typing import Iterator

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Site, Worker
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Seen
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.worker_looks import listeners

BASIC_AUTH = "BasicAuthSecurityRestExtension"
HTTPS = "listeners.https."


def stores(site: Site) -> Iterator[Seen]:
    """W11: HTTPS without a key store, or with one that the server does not read."""
    for worker in site.workers:
        if any(text.lower().startswith("https:") for text in listeners(worker)):
            yield from _stores(worker)


def _stores(worker: Worker) -> Iterator[Seen]:
    # One key with this prefix, and the server looks at no other.
    prefix = HTTPS if any(key.startswith(HTTPS) for key in worker.properties) else ""
    if not worker.get(f"{prefix}ssl.keystore.location"):
        key = f"{HTTPS}ssl.keystore.location"
        yield Seen(worker.subject, f"an HTTPS listener without {key}", f"{key}=<file>.jks")
    for kind in ("keystore", "truststore"):
        key = f"{prefix}ssl.{kind}.type"
        if worker.get(key).upper() == "PEM":
            yield Seen(worker.subject, f"{key} is PEM, which the server does not read", f"{key}=PKCS12")


def cipher_suites(site: Site) -> Iterator[Seen]:
    """W25: the one release whose HTTPS listener breaks without a list of ciphers."""
    for worker in site.workers:
        https = [key for key in worker.properties if key.startswith("listeners.https.")]
        ciphers = worker.get("listeners.https.ssl.cipher.suites") or worker.get("ssl.cipher.suites")
        if worker.version == (4, 2, 0) and https and not ciphers:
            yield Seen(worker.subject, "HTTPS on Kafka 4.2.0 without ssl.cipher.suites")


def basic_auth(site: Site) -> Iterator[Seen]:
    """W26: basic authentication without anybody to ask for passwords."""
    for worker in site.workers:
        options = " ".join(worker.environment.values())
        asked = BASIC_AUTH in worker.get("rest.extension.classes")
        if asked and "java.security.auth.login.config" not in options:
            yield Seen(worker.subject, f"{BASIC_AUTH} without a JAAS section KafkaConnect")
