"""Starts the AWS emulator (ministack) in this process, mended where this stack needs it.

    launch.py <log directory>

Everything else about it is set by environment variables: see `infra/xtask/src/stack/emulator.rs`. The mends reach
into the emulator's own modules, so its version is pinned in requirements.txt; a test of the whole system notices
when one of them no longer takes.
"""

import sys
from pathlib import Path

import mends


def main() -> None:
    logs = Path(sys.argv.pop(1))
    mends.answer_functions_at_once()
    mends.keep_function_logs(logs)
    mends.read_concurrency_given_by_parameter()
    mends.authorize_batches_as_their_single_action()
    mends.keep_streams_over_a_restart()
    mends.rest_before_state_is_saved()

    from ministack.app import main as serve

    serve()


if __name__ == "__main__":
    main()
