# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role certificates without root: issued, given, kept, renewed, refused."""

from __future__ import annotations

import getpass
import grp
import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture
def play(tmp_path):
    """Run the role for one host; what was printed."""

    def run(*arguments: str, first: tuple[dict[str, str], ...] = (), **variables) -> str:
        common = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "certificates_become": False,
            "certificates_user": getpass.getuser(),
            "certificates_group": grp.getgrgid(os.getgid()).gr_name,
            "certificates_dir": str(tmp_path / "tls"),
        }
        (tmp_path / "hosts.json").write_text(json.dumps({"all": {"hosts": {"node": {**common, **variables}}}}))
        role = {"name": "streamops.kafka.certificates"}
        tasks = [{"ansible.builtin.include_role": {**role, **more}} for more in (*first, {}, {"tasks_from": "expiry"})]
        tasks.append({"ansible.builtin.debug": {"var": "certificates_found"}})
        (tmp_path / "play.json").write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
        (tmp_path / "ansible.cfg").write_text("")
        environment = {
            **os.environ,
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".ansible/collections"),
            "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"),
            "ANSIBLE_NOCOLOR": "1",
        }
        command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "-i", str(tmp_path / "hosts.json")]
        command += [*arguments, str(tmp_path / "play.json")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        return done.stdout + done.stderr

    return run


def modes(folder: pathlib.Path) -> dict[str, str]:
    return {path.name: oct(path.stat().st_mode)[-3:] for path in folder.iterdir()}


def test_issued_kept_and_issued_anew_for_another_name(play, tmp_path):
    authority = {"certificates_authority": str(tmp_path / "authority")}
    predicted = play("--check", **authority)
    assert "A certificate would be issued for node" in predicted and "failed=0" in predicted
    assert not (tmp_path / "tls").exists() and not (tmp_path / "authority").exists()
    assert "CN=node" in play(**authority)
    stores = {"ca.pem": "644", "keystore.jks": "400", "keystore.pem": "400", "truststore.jks": "644"}
    assert modes(tmp_path / "tls") == stores
    assert modes(tmp_path / "authority")["ca.key"] == modes(tmp_path / "authority")["node.key"] == "600"
    first = (tmp_path / "tls" / "keystore.pem").read_text()
    assert "changed=0 " in play(**authority)
    assert "changed=2 " in play(**authority, certificates_names=["10.0.0.1", "node.example"])
    names = ["openssl", "x509", "-noout", "-ext", "subjectAltName", "-in", str(tmp_path / "authority" / "node.pem")]
    told = subprocess.run(names, check=True, capture_output=True, text=True).stdout
    assert "DNS:node, IP Address:10.0.0.1, DNS:node.example" in told
    second = (tmp_path / "tls" / "keystore.pem").read_text()
    assert second != first and "-----BEGIN PRIVATE KEY-----" in second
    key = second.partition("-----END PRIVATE KEY-----")[0].splitlines()[1]
    assert key not in play("-vvv", **authority, certificates_renew_before=400)


def test_given_by_path_and_by_content(play, tmp_path):
    folder = tmp_path / "authority"
    play(certificates_authority=str(folder))
    paths = {"ca": folder / "ca.pem", "chain": folder / "node.pem", "key": folder / "node.key"}
    assert "changed=0 " in play(**{f"certificates_{name}": str(path) for name, path in paths.items()})
    assert "changed=0 " in play(**{f"certificates_{name}": path.read_text() for name, path in paths.items()})


def test_a_given_one_that_ends_soon_is_refused_before_anything_is_written(play, tmp_path):
    folder, given = tmp_path / "authority", {"tasks_from": "given"}
    play(certificates_authority=str(folder), certificates_dir=str(tmp_path / "elsewhere"))
    paths = {"ca": folder / "ca.pem", "chain": folder / "node.pem", "key": folder / "node.key"}
    options = {f"certificates_{name}": str(path) for name, path in paths.items()}
    output = play(first=(given,), certificates_renew_before=366, **options).replace("\n", " ")
    assert "The certificate of node (CN=node) is valid until" in output and "failed=1" in output
    assert not (tmp_path / "tls").exists()
    assert "failed=0" in play(first=(given,), **options)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"certificates_ca": "/srv/ca.pem"}, ["certificates_chain", "for node", "give all three"]),
        ({"certificates_ca": "/srv/ca.pem", "certificates_authority": "/srv/a"}, ["certificates_authority alone"]),
    ],
)
def test_half_of_it_is_refused_in_one_sentence(play, given, words):
    output = play(**given)
    assert "failed=1" in output
    assert [word for word in words if word not in output] == []


def test_nothing_wanted_is_nothing_done(play, tmp_path):
    assert "changed=0 " in play()
    assert not (tmp_path / "tls").exists()
