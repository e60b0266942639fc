# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of what modules share beside their options."""

from __future__ import annotations


class ModuleDocFragment:
    """``attributes`` for modules that change something, ``attributes.group_connect`` for a member of that group."""

    DOCUMENTATION = r"""
attributes:
  check_mode:
    description: Can run in check mode and predict what would change, without changing anything.
    support: full
  diff_mode:
    description: Shows what would be or was changed, key by key, with secrets hidden.
    support: full
  idempotent:
    description: A second run with the same options changes nothing.
    support: full
"""

    GROUP_CONNECT = r"""
attributes:
  action_group:
    description: Use C(group/streamops.kafka.connect) in C(module_defaults) to set the connection for all of them.
    support: full
    membership:
      - streamops.kafka.connect
"""
