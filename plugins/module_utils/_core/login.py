# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a SASL login is told to Java clients and to librdkafka, mechanism by mechanism.

Private to streamops.kafka. Tokens (OAUTHBEARER) need the class that fetches them and, from Kafka 4.0 on, leave to ask
the address; the login of Amazon MSK needs Amazon's library beside Kafka's and no password at all.
"""

from __future__ import annotations

from typing import Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.jaas import jaas_config, quote

__all__ = ["AWS_MSK_IAM", "TOKEN_URLS", "java_login", "librdkafka_login"]

AWS_MSK_IAM = "AWS_MSK_IAM"
OAUTHBEARER = "OAUTHBEARER"
# Addresses that clients ask for tokens or keys; Kafka refuses each that its JVM was not told about.
TOKEN_URLS = ("sasl.oauthbearer.token.endpoint.url", "sasl.oauthbearer.jwks.endpoint.url")
_FETCHER = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler"
_IAM_MODULE = "software.amazon.msk.auth.iam.IAMLoginModule"
_IAM_HANDLER = "software.amazon.msk.auth.iam.IAMClientCallbackHandler"


def java_login(mechanism: str, username: str, password: str, extra: Mapping[str, str]) -> dict[str, str]:
    """Properties of a Java client; those that ``extra`` holds are left to it."""
    login = {"sasl.mechanism": mechanism}
    if mechanism == AWS_MSK_IAM:
        role = f" awsRoleArn={quote(username)}" if username else ""
        login["sasl.jaas.config"] = f"{_IAM_MODULE} required{role};"
        login["sasl.client.callback.handler.class"] = _IAM_HANDLER
    elif "sasl.jaas.config" not in extra:
        scope = extra.get("sasl.oauthbearer.scope") if mechanism == OAUTHBEARER else None
        login["sasl.jaas.config"] = jaas_config(mechanism, username, password, {"scope": scope} if scope else None)
    if mechanism == OAUTHBEARER and TOKEN_URLS[0] in extra:
        login["sasl.login.callback.handler.class"] = _FETCHER
    return {key: value for key, value in login.items() if key not in extra}


def librdkafka_login(mechanism: str, username: str, password: str) -> dict[str, str]:
    """The same for librdkafka."""
    if mechanism == AWS_MSK_IAM:
        raise InputError(
            f"our own clients (librdkafka) cannot log in with {AWS_MSK_IAM}, only Kafka's Java clients can; give the "
            "cluster SCRAM credentials for probes, topics and ACLs, and name the IAM ones at workers and flows",
            {"option": "sasl_mechanism"},
        )
    login = {"sasl.mechanism": mechanism}
    if mechanism == OAUTHBEARER:
        login["sasl.oauthbearer.method"] = "oidc"
        names = ("sasl.oauthbearer.client.id", "sasl.oauthbearer.client.secret")
    else:
        names = ("sasl.username", "sasl.password")
    login.update({key: value for key, value in zip(names, (username, password)) if value})
    return login
