# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules about the inventory, security, hosts and certificates.

Private to streamops.kafka.
"""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules import (
    kind_looks,
    live_looks,
    security_looks,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import INFO, REFUSE, WARN, Rule

__all__ = ["SITE_RULES"]

SITE_RULES = (
    Rule(
        "I1", REFUSE, "connect_clusters cannot be used",
        "The roles refuse it before they touch a host.",
        "follow what is said", security_looks.refused_connect,
    ),
    Rule(
        "I2", REFUSE, "mm2_flows cannot be used",
        "The roles refuse them before they touch a host: MirrorMaker would accept them, and do something else.",
        "follow what is said", security_looks.refused_flows,
    ),
    Rule(
        "I3", REFUSE, "kafka_clusters or kafka_credentials cannot be used",
        "Nobody could log in with them.",
        "follow what is said", security_looks.refused_kafka,
    ),
    Rule(
        "I4", REFUSE, "A file cannot be read as what it was given for",
        "Nothing can be said about it.",
        "give worker.properties as worker_files, mm2.properties as mirror_files", security_looks.refused_files,
    ),
    Rule(
        "S1", WARN, "Kafka in clear",
        "Whoever is on the way reads records and passwords, and writes what they like.",
        "security_protocol: SASL_SSL", security_looks.plain_text,
    ),
    Rule(
        "S2", WARN, "Names in certificates are not checked",
        "Any certificate of the same authority can stand in the server's place.",
        "remove ssl.endpoint.identification.algorithm", security_looks.names_unchecked,
    ),
    Rule(
        "S3", WARN, "REST in clear",
        "Configurations, and the passwords of those who write them, can be read on the way.",
        "rest: {scheme: https}", security_looks.rest_in_clear,
    ),
    Rule(
        "S4", WARN, "REST asks for no login",
        "Whoever reaches it runs code on the worker with the rights of all its connectors.",
        "rest: {credentials: ...} or rest: {client_auth: required}", security_looks.rest_open,
    ),
    Rule(
        "S5", REFUSE, "The password of REST in clear",
        "Basic authentication sends it with every request.",
        "rest: {scheme: https}", security_looks.password_in_clear,
    ),
    Rule(
        "S6", REFUSE, "A secret as text in a configuration",
        "It stands in the topic of configurations for everybody who may read it, and in every answer of REST.",
        "put it into connect_secrets and refer to it", security_looks.plain_secrets,
    ),
    Rule(
        "S7", WARN, "Connectors may set everything of their clients",
        "Whoever writes a configuration may log in as anybody and to anywhere.",
        "leave connector.client.config.override.policy to the role", security_looks.override_policy,
    ),
    Rule(
        "S8", REFUSE, "A release of Kafka that corrupts records",
        "A buffer of the producer is used again before it was sent.",
        "kafka_version: 4.3.1", security_looks.unsound_release,
    ),
    Rule(
        "S9", INFO, "A release that tells secrets to those who may validate",
        "Before 4.2.2 and 4.3.2 the answer to a validation holds what config providers gave.",
        "keep REST to those who may know them", security_looks.telling_release,
    ),
    Rule(
        "S10", WARN, "Connectors that work on files of the hosts",
        "Whoever writes a configuration reads and writes what the worker may.",
        "use them for trials only, on workers of their own", security_looks.file_connectors,
    ),
    Rule(
        "K1", REFUSE, "The login may not make topics that have to be there",
        "Workers, MirrorMaker and sources repeat the attempt without end, or end.",
        "grant CREATE (playbook access shows what is needed), or have somebody make the topics",
        live=live_looks.no_right_to_create, needs="kafka",
    ),
    Rule(
        "K2", REFUSE, "A number of copies that the service does not take",
        "Every topic with another number is refused, those of the workers and of MirrorMaker first.",
        "give the number that the service keeps, or -1", kind_looks.fixed_copies,
    ),
    Rule(
        "K3", REFUSE, "A login that the service does not offer",
        "Nobody gets in: 'Unsupported SASL mechanism', or a connection that ends without a word.",
        "take what the service offers", kind_looks.offered_logins,
    ),
    Rule(
        "K4", WARN, "Users and rights that the service does not take by Kafka's protocol",
        "The playbook access shows them and makes none, and MirrorMaker logs an error each time it copies ACLs.",
        "make them where the service keeps them", kind_looks.rights_elsewhere,
    ),
    Rule(
        "H1", WARN, "The clock is not synchronised",
        "Certificates, tokens and retention go by it.",
        "run chrony or systemd-timesyncd", live=live_looks.clock, needs="clock",
    ),
    Rule(
        "H2", WARN, "Little room on a disk",
        "A broker or a worker with a full disk ends.",
        "free 2 GiB or more", live=live_looks.room, needs="disk",
    ),
    Rule(
        "H3", WARN, "Few open files",
        "'Too many open files' under load, long after the roll-out.",
        "LimitNOFILE=100000 in the unit", live=live_looks.open_files, needs="files",
    ),
    Rule(
        "H4", WARN, "Socket buffers are too small for a WAN",
        "One connection carries at most a buffer in each round trip, whatever the client asks for.",
        "raise the sysctl to 4 MiB or more", live=live_looks.buffers, needs="buffers",
    ),
    Rule(
        "T1", REFUSE, "A certificate has expired",
        "Nobody who verifies it connects any more.",
        "ansible-playbook streamops.kafka.certificates", live=live_looks.expired, needs="certificates",
    ),
    Rule(
        "T2", WARN, "A certificate expires soon",
        "After that day nobody who verifies it connects any more.",
        "ansible-playbook streamops.kafka.certificates", live=live_looks.expiring, needs="certificates",
    ),
)  # fmt: skip
