# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stand in for the script with which ansible-test puts pip into an empty virtual environment.

The original is downloaded; this one starts from the wheel that the interpreter carries and then installs the version
asked for.
"""

from __future__ import annotations

import subprocess
import sys

NOT_FOR_PIP = ("--no-setuptools", "--no-wheel")


def main() -> None:
    """Install pip from ensurepip, then what the command line names."""
    wanted = [argument for argument in sys.argv[1:] if argument not in NOT_FOR_PIP]
    subprocess.run([sys.executable, "-m", "ensurepip", "--default-pip"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *wanted], check=True)


if __name__ == "__main__":
    main()
