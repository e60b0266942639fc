# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options that say how a Connect cluster is reached."""

from __future__ import annotations


class ModuleDocFragment:
    """The options of the action group ``connect``."""

    DOCUMENTATION = r"""
requirements:
  - requests
options:
  connect_urls:
    description:
      - Addresses of the workers of one Connect cluster, for example V(http://worker-1:8083).
      - They are tried in order; when the connection to one is lost the next is asked, also in the middle of a run.
      - If not set, the environment variable E(CONNECT_URLS) is used, with commas between the addresses.
    type: list
    elements: str
    required: true
  validate_certs:
    description:
      - Whether the certificates of the workers are verified.
      - If not set, the environment variable E(CONNECT_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - PEM file with the certificates to trust, on the host where the module runs.
      - If not set, the environment variable E(CONNECT_CA_PATH) is used.
    type: path
  client_cert:
    description:
      - PEM file with the certificate of the client.
      - If not set, the environment variable E(CONNECT_CLIENT_CERT) is used.
    type: path
  client_key:
    description:
      - PEM file with the private key of the client, when it is not in O(client_cert).
      - If not set, the environment variable E(CONNECT_CLIENT_KEY) is used.
    type: path
  url_username:
    description:
      - User of the REST API, for basic authentication.
      - If not set, the environment variable E(CONNECT_USERNAME) is used.
    type: str
  url_password:
    description:
      - Password of the user.
      - If not set, the environment variable E(CONNECT_PASSWORD) is used.
    type: str
  token:
    description:
      - Bearer token for the REST API, instead of O(url_username).
      - If not set, the environment variable E(CONNECT_TOKEN) is used.
    type: str
  proxy_url:
    description:
      - Proxy to go through. Proxy variables and netrc files of the environment are never used.
      - If not set, the environment variable E(CONNECT_PROXY_URL) is used.
    type: str
  timeout:
    description:
      - Seconds that one request may take. A write that takes longer is looked up before it is called failed.
      - If not set, the environment variable E(CONNECT_TIMEOUT) is used.
    type: float
    default: 30.0
  wait:
    description: Whether to wait until the connectors are what they should be.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds that requests may be repeated, and that all connectors together may take to come up.
      - A worker that leaves a cluster gives its tasks free only after C(scheduled.rebalance.max.delay.ms), five minutes
        unless set; allow for more than that where workers are restarted.
    type: float
    default: 300.0
"""
