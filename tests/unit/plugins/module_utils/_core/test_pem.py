# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates read and turned into stores of Java, judged by ``cryptography`` and by Java's own keytool."""

from __future__ import annotations

import base64
import datetime
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from ansible_collections.streamops.kafka.plugins.filter.certificates import FilterModule
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_store import java_keystore, java_truststore
from ansible_collections.streamops.kafka.plugins.module_utils._core.pem import certificate, certificates, private_key

START = datetime.datetime(2026, 1, 2, 3, 4, 5)
NAMES = [(NameOID.COUNTRY_NAME, "NO"), (NameOID.ORGANIZATION_NAME, "Søppel AS"), (NameOID.COMMON_NAME, "kafka-1")]
DAMAGED = ["AAAA", "MAA=", "MAIwAA==", "MIIB", "MA=="]


def pem_of(key, form=serialization.PrivateFormat.PKCS8):
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def issue(key, end, names=()):
    name = x509.Name([x509.NameAttribute(*pair) for pair in names or NAMES[2:]])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(START).not_valid_after(end)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module", params=["elliptic", "rsa"])
def key(request):
    return (
        ec.generate_private_key(ec.SECP256R1())
        if request.param == "elliptic"
        else rsa.generate_private_key(65537, 2048)
    )


@pytest.mark.parametrize(
    ("end", "text"),
    [
        (datetime.datetime(2027, 6, 7, 8, 9, 10), "2027-06-07 08:09:10"),
        (datetime.datetime(2055, 1, 1), "2055-01-01 00:00:00"),
    ],
)
def test_whose_it_is_and_until_when(key, end, text):
    found = certificate("note\n" + issue(key, end, NAMES) + issue(key, datetime.datetime(2030, 1, 1)))
    assert (found.subject, found.not_before, found.not_after) == (
        "CN=kafka-1,O=Søppel AS,C=NO",
        "2026-01-02 03:04:05",
        text,
    )


def test_years_of_two_digits_turn_at_fifty(key):
    old = issue(key, datetime.datetime(2030, 1, 1)).splitlines()
    body = base64.b64decode("".join(old[1:-1])).replace(b"260102030405Z", b"990102030405Z")
    text = f"-----BEGIN CERTIFICATE-----\n{base64.b64encode(body).decode()}\n-----END CERTIFICATE-----"
    assert certificate(text).not_before == "1999-01-02 03:04:05"


@pytest.mark.parametrize("body", DAMAGED)
def test_a_damaged_certificate_is_a_sentence(body):
    with pytest.raises(InputError, match=r"its content is damaged|is not base64"):
        certificate(f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----")


def test_a_time_that_is_none_is_damage(key):
    lines = issue(key, datetime.datetime(2030, 1, 1)).splitlines()
    body = base64.b64decode("".join(lines[1:-1])).replace(b"260102030405Z", b"26010203040XZ")
    with pytest.raises(InputError, match="damaged"):
        certificate(f"-----BEGIN CERTIFICATE-----\n{base64.b64encode(body).decode()}\n-----END CERTIFICATE-----")


def test_no_certificate_is_a_sentence(key):
    with pytest.raises(InputError, match="BEGIN CERTIFICATE"):
        certificates(pem_of(key))


def test_what_is_not_base64_is_a_sentence():
    with pytest.raises(InputError, match="is not base64"):
        certificates("-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----")


def test_keys_that_java_does_not_read_are_refused_with_the_command_that_converts(key):
    old = pem_of(key, serialization.PrivateFormat.TraditionalOpenSSL)
    kind = "RSA" if "RSA" in old else "EC"
    with pytest.raises(InputError, match=f"there is {kind} PRIVATE KEY: convert it with 'openssl pkcs8"):
        private_key(old)
    with pytest.raises(InputError, match="there is no key"):
        private_key("")
    with pytest.raises(InputError, match="there is 2 keys"):
        private_key(pem_of(key) * 2)
    hidden = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
    )
    with pytest.raises(InputError, match="ENCRYPTED PRIVATE KEY"):
        private_key(hidden.decode())


def keytool(path, *arguments):
    command = ["keytool", *arguments, "-keystore", str(path), "-storetype", "JKS", "-storepass", ""]
    return subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stdout


def test_java_reads_the_key_store(key, tmp_path):
    chain = issue(key, datetime.datetime(2030, 1, 1)) + issue(key, datetime.datetime(2031, 1, 1))
    stores = [java_keystore(pem_of(key) + chain) for dummy in range(2)]
    assert stores[0] == stores[1]
    (tmp_path / "store").write_bytes(base64.b64decode(stores[0]))
    assert "Certificate chain length: 2" in keytool(tmp_path / "store", "-list", "-v")
    # Moving the entry to another password needs the key, and so proves that Java finds it.
    keytool(tmp_path / "store", "-keypasswd", "-alias", "host", "-keypass", "", "-new", "changed")
    assert (tmp_path / "store").read_bytes() != base64.b64decode(stores[0])


def test_java_reads_the_trust_store(key, tmp_path):
    both = issue(key, datetime.datetime(2030, 1, 1)) + issue(key, datetime.datetime(2031, 1, 1))
    (tmp_path / "store").write_bytes(base64.b64decode(java_truststore(both)))
    listed = keytool(tmp_path / "store", "-list")
    assert "ca1" in listed and "ca2" in listed and listed.count("trustedCertEntry") == 2


def test_the_filter_says_it_as_a_dictionary(key):
    info = FilterModule().filters()["certificate_info"](issue(key, datetime.datetime(2030, 1, 1)))
    assert info == {"subject": "CN=kafka-1", "not_before": "2026-01-02 03:04:05", "not_after": "2030-01-01 00:00:00"}
