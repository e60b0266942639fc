# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the option that stands for a Kafka cluster."""

from __future__ import annotations


class ModuleDocFragment:
    """``kafka``: one cluster, optional unless the module says otherwise; ``kafka.ends``: the two clusters of a flow."""

    DOCUMENTATION = r"""
options:
  kafka:
    description:
      - The Kafka cluster to talk to.
      - The filter P(streamops.kafka.kafka_cluster#filter) makes this dictionary out of the inventory.
    type: dict
    suboptions:
      alias:
        description: Name of the cluster in the inventory; appears in messages and, for flows, in names of topics.
        type: str
      bootstrap_servers:
        description: Brokers as V(host:port), several separated by commas.
        type: str
        required: true
      security_protocol:
        description: How to connect.
        type: str
        choices: [PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL]
        default: PLAINTEXT
      sasl_mechanism:
        description:
          - For example V(PLAIN), V(SCRAM-SHA-512) or V(OAUTHBEARER).
          - V(AWS_MSK_IAM) is rendered for Java clients, which need the library aws-msk-iam-auth beside those of Kafka.
            The clients of the modules cannot log in that way.
        type: str
      sasl_username:
        description: User of the SASL login; the client id with V(OAUTHBEARER), a role with V(AWS_MSK_IAM).
        type: str
      sasl_password:
        description: Password of the SASL login.
        type: str
      ca_path:
        description: PEM file with the certificates to trust. Left out, those of the system are trusted.
        type: path
      ca_pem:
        description: The certificates to trust as text instead of a file.
        type: str
      client_cert:
        description: PEM file with the certificate chain of the client.
        type: path
      client_key:
        description: PEM file with the private key of the client; may be the same file as the certificate.
        type: path
      client_key_password:
        description: Password of the private key.
        type: str
      extra:
        description:
          - Further client properties in the spelling of Java clients.
          - What has a counterpart in librdkafka applies here as well; the rest concerns Java clients alone.
        type: dict

requirements:
  - confluent_kafka >= 2.3
"""

    ENDS = r"""
options:
  source:
    description:
      - The Kafka cluster that is read; its V(alias) is needed.
      - The filter P(streamops.kafka.kafka_cluster#filter) makes this dictionary out of the inventory.
    type: dict
    required: true
    suboptions: &cluster
      alias:
        description: Name of the cluster in the inventory; appears in messages and, for flows, in names of topics.
        type: str
      bootstrap_servers:
        description: Brokers as V(host:port), several separated by commas.
        type: str
        required: true
      security_protocol:
        description: How to connect.
        type: str
        choices: [PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL]
        default: PLAINTEXT
      sasl_mechanism:
        description:
          - For example V(PLAIN), V(SCRAM-SHA-512) or V(OAUTHBEARER).
          - V(AWS_MSK_IAM) is rendered for Java clients, which need the library aws-msk-iam-auth beside those of Kafka.
            The clients of the modules cannot log in that way.
        type: str
      sasl_username:
        description: User of the SASL login; the client id with V(OAUTHBEARER), a role with V(AWS_MSK_IAM).
        type: str
      sasl_password:
        description: Password of the SASL login.
        type: str
      ca_path:
        description: PEM file with the certificates to trust. Left out, those of the system are trusted.
        type: path
      ca_pem:
        description: The certificates to trust as text instead of a file.
        type: str
      client_cert:
        description: PEM file with the certificate chain of the client.
        type: path
      client_key:
        description: PEM file with the private key of the client; may be the same file as the certificate.
        type: path
      client_key_password:
        description: Password of the private key.
        type: str
      extra:
        description:
          - Further client properties in the spelling of Java clients.
          - What has a counterpart in librdkafka applies here as well; the rest concerns Java clients alone.
        type: dict
  target:
    description: The Kafka cluster that is written to; its V(alias) is needed.
    type: dict
    required: true
    suboptions: *cluster
requirements:
  - confluent_kafka >= 2.3
"""

    CLUSTERS = r"""
options:
  clusters:
    description:
      - The Kafka clusters that the flows name, each once.
      - The filter P(streamops.kafka.mm2_clusters#filter) makes this list out of the inventory.
    type: list
    elements: dict
    required: true
    suboptions:
      alias:
        description: Name of the cluster in the inventory; appears in messages and in names of topics.
        type: str
        required: true
      bootstrap_servers:
        description: Brokers as V(host:port), several separated by commas.
        type: str
        required: true
      security_protocol:
        description: How to connect.
        type: str
        choices: [PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL]
        default: PLAINTEXT
      sasl_mechanism:
        description:
          - For example V(PLAIN), V(SCRAM-SHA-512) or V(OAUTHBEARER).
          - V(AWS_MSK_IAM) is rendered for Java clients, which need the library aws-msk-iam-auth beside those of Kafka.
            The clients of the modules cannot log in that way.
        type: str
      sasl_username:
        description: User of the SASL login; the client id with V(OAUTHBEARER), a role with V(AWS_MSK_IAM).
        type: str
      sasl_password:
        description: Password of the SASL login.
        type: str
      ca_path:
        description: PEM file with the certificates to trust. Left out, those of the system are trusted.
        type: path
      ca_pem:
        description: The certificates to trust as text instead of a file.
        type: str
      client_cert:
        description: PEM file with the certificate chain of the client.
        type: path
      client_key:
        description: PEM file with the private key of the client; may be the same file as the certificate.
        type: path
      client_key_password:
        description: Password of the private key.
        type: str
      extra:
        description:
          - Further client properties in the spelling of Java clients.
          - What has a counterpart in librdkafka applies here as well; the rest concerns Java clients alone.
        type: dict
requirements:
  - confluent_kafka >= 2.3
"""
