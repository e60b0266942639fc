# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How modules start, end and fail: run as programs, the way that Ansible runs them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Result, run_module
from ansible_collections.streamops.kafka.plugins.module_utils._core import errors

SPEC = {
    "password": {"type": "str", "no_log": True},
    "config": {"type": "dict", "no_log": True},
    "items": {"type": "list", "elements": "dict", "options": {"pin": {"type": "str", "no_log": True}, "a": {}}},
    "one": {"type": "dict", "options": {"pin": {"type": "str", "no_log": True}}},
    "plain": {"type": "str"},
}

def work(context):
    context.add_secrets(["met-later", ""])
%s

run_module(work, SPEC, %s)
"""
SECRETS = "secrets=lambda params: [(params['config'] or {}).get('password', '')]"
ARGUMENTS = {
    "password": "geheim1",
    "config": {"tasks.max": "1", "password": "geheim2"},
    "items": [{"pin": "geheim3", "a": "1"}],
    "one": {"pin": "geheim4"},
    "plain": "1",
}


def run(body, options=SECRETS, check=False, diff=False, **arguments):
    given = {**ARGUMENTS, **arguments, "_ansible_check_mode": check, "_ansible_diff": diff}
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM % (lines, options)],
        input=json.dumps({"ANSIBLE_MODULE_ARGS": given}),
        capture_output=True,
        text=True,
        check=False,
    )
    return done, json.loads(done.stdout)


def test_a_result_with_everything_hidden_that_must_be_and_nothing_else():
    done, result = run(
        "shown = [context.params, 'met-later']\n"
        "return Result(True, {'shown': shown}, [{'before': {'a': 'geheim1'}}], ['w'])",
        diff=True,
    )
    assert done.returncode == 0
    assert result["changed"] is True
    for secret in ("geheim", "met-later"):
        assert secret not in done.stdout + done.stderr
    assert result["shown"][0]["config"]["tasks.max"] == "1"
    assert result["shown"][0]["plain"] == "1"
    assert "warnings" in result
    assert len(result["diff"]) == 1


def test_the_arguments_are_told_without_what_is_secret():
    dummy, result = run("return Result()")
    assert result["invocation"]["module_args"] == {
        "password": "********",
        "config": "not shown (2)",
        "items": [{"pin": "********", "a": "1"}],
        "one": {"pin": "********"},
        "plain": "1",
    }


def test_arguments_that_were_not_given():
    dummy, result = run("return Result()", one=None, items=None, config=None, password=None)
    arguments = result["invocation"]["module_args"]
    assert (arguments["one"], arguments["items"], arguments["config"], arguments["password"]) == (None,) * 4


def test_no_diff_unless_it_is_asked_for():
    dummy, result = run("return Result(True, {}, [{'before': {}}])")
    assert "diff" not in result


def test_a_result_may_fail_with_all_its_values():
    done, result = run("return Result(True, {'checks': [1]}, failure='It said geheim2.')")
    assert (done.returncode, result["failed"], result["changed"], result["checks"]) == (1, True, True, [1])
    assert result["msg"] == "It said ********."


def test_an_error_fails_with_its_sentence_and_its_data():
    done, result = run("raise errors.InputError('Wrong geheim2.', {'connector': 'c'})")
    assert (done.returncode, result["msg"], result["connector"]) == (1, "Wrong ********.", "c")
    assert "geheim" not in done.stdout + done.stderr


def test_an_accident_fails_without_a_leak():
    done, result = run("raise KeyError('met-later')")
    assert (done.returncode, result["failed"]) == (1, True)
    assert "Internal error of this module (KeyError)" in result["msg"]
    assert "met-later" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("body", "options"),
    [
        ("raise errors.UnreachableError('Nobody there.')", SECRETS),
        ("raise errors.MissingLibraryError('No library.')", SECRETS),
        ("return Result()", "libraries=('no_such_library',)"),
    ],
)
def test_what_is_not_there_yet_fails_a_real_run_and_not_a_predicted_one(body, options):
    done, result = run(body, options)
    assert (done.returncode, result["failed"]) == (1, True)
    done, result = run(body, options, check=True)
    assert (done.returncode, result["changed"]) == (0, True)
    assert "cannot be predicted before the installation" in result["msg"]
    assert "warnings" in result


def test_a_module_that_changes_nothing_predicts_no_change():
    dummy, result = run("raise errors.UnreachableError('x')", "unknown_changed=False", check=True)
    assert result["changed"] is False


def test_other_errors_fail_in_check_mode_as_well():
    done, dummy = run("raise errors.InputError('x')", check=True)
    assert done.returncode == 1


def test_a_missing_library_is_named():
    dummy, result = run("return Result()", "libraries=('json', 'no_such_library')")
    assert "no_such_library" in result["msg"]
    assert result["library"] == "no_such_library"


def test_modes_and_warnings_are_known_to_the_work():
    body = "context.warn('careful')\nreturn Result(values={'modes': [context.check_mode, context.diff_mode]})"
    dummy, result = run(body, check=True, diff=True)
    assert result["modes"] == [True, True]
    assert "careful" in json.dumps(result["warnings"])


@pytest.mark.parametrize("wrong", [{"items": False}, {"items": [None]}, {"one": False}])
def test_options_that_cannot_be_read_are_a_sentence_and_nothing_of_them_is_shown(wrong):
    """Ansible prints all arguments then, and collects no secrets of them, or ends in a trace."""
    done, result = run("return Result()", config={"password": "geheim2", "deep": ["geheim5"]}, **wrong)
    told = done.stdout + done.stderr
    assert done.returncode == 1
    assert next(iter(wrong)) in result["msg"]
    assert result["invocation"] == {"module_args": {}}
    assert "geheim" not in told
    assert "Traceback" not in told
