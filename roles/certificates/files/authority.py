"""A small certificate authority in a folder: makes it, and key and certificate of the host that standard input names.

Runs on the control node with Ansible's Python, whose ``cryptography`` it uses. Prints ``made``, ``kept``, or ``due``
when it was asked only to look.
"""

from __future__ import annotations

import datetime
import fcntl
import ipaddress
import json
import os
import pathlib
import sys
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.datetime.now(tz=datetime.timezone.utc).replace(tzinfo=None)
AUTHORITY_DAYS = 3650
SIGN = {"key_cert_sign": True, "crl_sign": True}
USE = {"digital_signature": True, "key_agreement": True}
USAGES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
          "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip


def write(path: pathlib.Path, content: bytes, mode: int) -> None:
    """Whole or not at all, and never readable by others on the way."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    part.replace(path)


def write_pair(key_path: pathlib.Path, path: pathlib.Path, key: Any, certificate: x509.Certificate) -> None:
    """Key and certificate; the certificate last, because it says that the pair is complete."""
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write(key_path, text, 0o600)
    write(path, certificate.public_bytes(serialization.Encoding.PEM), 0o644)


def builder(subject: str, issuer: str, key: Any, days: int, usage: dict[str, bool]) -> x509.CertificateBuilder:
    """What certificates of authority and hosts have in common."""
    names = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (subject, issuer))
    made = x509.CertificateBuilder().subject_name(next(names)).issuer_name(next(names)).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(NOW - datetime.timedelta(hours=1)).not_valid_after(NOW + datetime.timedelta(days=days))
    made = made.add_extension(x509.KeyUsage(**{name: usage.get(name, False) for name in USAGES}), critical=True)
    return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def authority(folder: pathlib.Path) -> tuple[Any, x509.Certificate]:
    """Key and certificate of the authority, made when they are not there."""
    key_path, path = folder / "ca.key", folder / "ca.pem"
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name = f"streamops authority {x509.random_serial_number() % 10**8:08d}"
        made = builder(name, name, key, AUTHORITY_DAYS, SIGN)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        write_pair(key_path, path, key, made.sign(key, hashes.SHA256()))
    key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
    return key, x509.load_pem_x509_certificate(path.read_bytes())


def alternatives(names: list[str]) -> x509.SubjectAlternativeName:
    """Addresses as addresses, everything else as names."""
    general: list[x509.GeneralName] = []
    for name in dict.fromkeys(names):
        try:
            general.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            general.append(x509.DNSName(name))
    return x509.SubjectAlternativeName(general)


def good(path: pathlib.Path, issuer: x509.Certificate, wanted: x509.SubjectAlternativeName, renew_before: int) -> bool:
    """Whether the certificate is there, of this authority, for these names, and valid for long enough."""
    if not path.exists():
        return False
    seen = x509.load_pem_x509_certificate(path.read_bytes())
    names = seen.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    end = seen.not_valid_after_utc.replace(tzinfo=None)
    return seen.issuer == issuer.subject and names == wanted and end - NOW > datetime.timedelta(days=renew_before)


def main(wanted: dict[str, Any]) -> str:
    """Make what is missing or due, or only say so; the authority is made by one process at a time."""
    folder = pathlib.Path(wanted["folder"])
    if wanted["look"] and not (folder / "ca.pem").exists():
        return "due"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / ".lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        key, issuer = authority(folder)
    name, names = wanted["name"], alternatives(wanted["names"])
    path = folder / f"{name}.pem"
    if good(path, issuer, names, wanted["renew_before"]):
        return "kept"
    if wanted["look"]:
        return "due"
    own = ec.generate_private_key(ec.SECP256R1())
    subject = issuer.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    made = builder(name, str(subject), own, wanted["days"], USE).add_extension(names, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    uses = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    made = made.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())
    made = made.add_extension(signer, critical=False)
    write_pair(folder / f"{name}.key", path, own, made.sign(key, hashes.SHA256()))
    return "made"


if __name__ == "__main__":
    sys.stdout.write(main(json.load(sys.stdin)))
