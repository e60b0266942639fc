#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of an action plugin; there is no code here."""

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_bundle
short_description: Assemble Kafka and connector plugins from a Maven repository
version_added: 1.0.0
description:
  - Downloads the artifacts that a lock file lists, verifies each one, and writes archives on the control node.
  - A Kafka archive has the layout and the launcher names of the one that the Apache Kafka project publishes.
    It is for sites that reach a Maven repository but not the project's download servers.
  - The bytes of an archive depend on the lock file and on the version of this collection only, so its checksum is the
    same on every control node.
  - Downloads run in parallel, are kept in a cache, and go on where an earlier run stopped.
  - Proxies are taken from the environment variables E(http_proxy), E(https_proxy) and E(no_proxy).
author:
  - streamops.kafka contributors (@streamops)
options:
  lock:
    description:
      - Path of the lock file on the control node.
      - The collection brings C(playbooks/locks/kafka-4.3.1.json) and C(playbooks/locks/plugins.json).
    type: path
    required: true
  dest:
    description:
      - Folder on the control node for the archives; made when it is missing.
    type: path
    required: true
  cache:
    description:
      - Folder on the control node for what was downloaded.
      - Several checkouts and users may share it.
    type: path
    default: ~/.cache/streamops-kafka/maven
  names:
    description:
      - Names of the archives in the lock file to assemble.
      - Left out, all of them are.
    type: list
    elements: str
  maven_repository_url:
    description:
      - Root of the Maven repository, a mirror of Maven Central for instance.
      - An C(http), C(https) or C(file) address, or a folder of the control node.
    type: str
    default: https://repo1.maven.org/maven2
  url_username:
    description:
      - User of the repository.
      - Only sent to the repository itself, not to where it may redirect to.
    type: str
  url_password:
    description:
      - Password of the repository.
    type: str
  ca_path:
    description:
      - File of PEM certificates to trust for the repository, instead of the system's.
    type: path
  timeout:
    description:
      - Seconds without any data after which an attempt ends.
      - Four attempts are made.
    type: int
    default: 30
  parallel:
    description:
      - How many downloads run at once.
    type: int
    default: 8
attributes:
  check_mode:
    description: Can run in check mode and tell what would change.
    support: partial
    details:
      - RV(checksum) is V(null) as long as jars are missing in the cache, since it cannot be known before the download.
  diff_mode:
    description: Can show what would change.
    support: none
  idempotent:
    description: Changes nothing when run again with the same options.
    support: full
  action:
    description: Has an action plugin, which runs on the control node.
    support: full
requirements:
  - Only on the control node, nothing but Python's standard library.
seealso:
  - name: Building the archives
    description: The playbook C(streamops.kafka.bundle) runs this module with both lock files.
    link: https://maven.apache.org/repository/layout.html
"""

EXAMPLES = r"""
- name: Assemble Kafka
  streamops.kafka.kafka_bundle:
    lock: "{{ playbook_dir }}/locks/kafka-4.3.1.json"
    dest: ~/kafka-archives
  register: kafka_bundle

- name: Fetch one plugin from a mirror inside the company
  streamops.kafka.kafka_bundle:
    lock: "{{ playbook_dir }}/locks/plugins.json"
    names: [debezium-postgres]
    dest: /srv/archives
    maven_repository_url: https://nexus.example.com/repository/maven-central
    url_username: reader
    url_password: "{{ vault_nexus_password }}"
    ca_path: /etc/pki/tls/certs/example-ca.pem
"""

RETURN = r"""
path:
  description: Path of the archive on the control node.
  returned: when exactly one archive was asked for
  type: str
  sample: /home/ops/kafka-archives/kafka_2.13-4.3.1.tgz
checksum:
  description: Checksum of that archive, the way that the roles take it.
  returned: when exactly one archive was asked for
  type: str
  sample: sha256:5d1a7bb7b1f7d8b7ea1ce5fd0d0e6d94c6d2b4a1f8a04b0ae6d1b1d4c3d5f6e7
archives:
  description: All archives asked for.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the archive in the lock file.
      type: str
      sample: kafka
    version:
      description: Version of what is in it.
      type: str
      sample: 4.3.1
    path:
      description: Path of the archive on the control node.
      type: str
      sample: /home/ops/kafka-archives/kafka_2.13-4.3.1.tgz
    checksum:
      description: Checksum of the archive; V(null) in check mode when it cannot be known yet.
      type: str
      sample: sha256:5d1a7bb7b1f7d8b7ea1ce5fd0d0e6d94c6d2b4a1f8a04b0ae6d1b1d4c3d5f6e7
    classes:
      description: Classes of the connectors in a plugin.
      type: list
      elements: str
      sample: [io.debezium.connector.postgresql.PostgresConnector]
    drivers:
      description: Jars that the plugin needs and does not bring, the way that the role takes them.
      type: list
      elements: dict
      sample: [{archive: /home/ops/kafka-archives/jcc-12.1.0.0.jar, checksum: "sha256:29a514dd..."}]
    changed:
      description: Whether the archive was written.
      type: bool
      sample: true
"""
