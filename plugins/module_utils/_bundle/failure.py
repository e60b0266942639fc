# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one error of the bundle.

Private to streamops.kafka. Its text is one sentence for the operator: what is wrong, where, and what to do about it.
"""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError

__all__ = ["BundleError"]


class BundleError(StreamopsError):
    """An archive cannot be assembled; nothing was replaced."""
