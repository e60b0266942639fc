# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module of the action group ``connect`` that is not about a fleet starts, reaches its workers and ends.

Private to streamops.kafka.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Callable, Iterable, Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_options import (
    connect_spec,
    connection,
    waiting,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result, run_module
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import secret_values
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock, Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Session

__all__ = ["connected", "run_connect_module"]


@contextmanager
def connected(context: Context) -> Iterator[Client]:
    """A client of the workers that the options name, with the deadline of the run."""
    session = Session(connection(context.params))
    try:
        yield Client(session, Deadline(Clock(), waiting(context.params)))
    finally:
        session.close()


def run_connect_module(
    work: Callable[[Context], Result], argument_spec: Mapping[str, Any], unknown_changed: bool = True
) -> None:
    """Run the module; the login that an address of a proxy may hold is a secret."""
    run_module(
        work,
        argument_spec={**connect_spec(), **argument_spec},
        libraries=("requests",),
        secrets=_secrets,
        unknown_changed=unknown_changed,
    )


def _secrets(params: Mapping[str, Any]) -> Iterable[str]:
    return secret_values({"proxy_url": params["proxy_url"] or ""})
