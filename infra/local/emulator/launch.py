"""Starts the AWS emulator (ministack) in this process, mended where this stack needs it.

    launch.py <log directory>

Everything else about it is set by environment variables: see `infra/xtask/src/stack/emulator.rs`. The mends reach
into the emulator's own modules, so its version is pinned in requirements.txt; a test of the whole system notices
when one of them no longer takes. `cargo xtask test` compares what the mended queries answer with what the emulator's
own do.
"""

import sys
from pathlib import Path

import large_tables
import mends


def main() -> None:
    logs = Path(sys.argv.pop(1))
    mends.answer_functions_at_once()
    mends.keep_function_logs(logs)
    mends.read_concurrency_given_by_parameter()
    mends.authorize_batches_as_their_single_action()
    mends.authorize_a_batch_of_inserts_as_inserts()
    mends.tell_streams_of_inserts()
    mends.keep_streams_over_a_restart()
    mends.look_at_schedules_each_second()
    mends.fire_schedules_that_are_set_anew()
    mends.read_schedules_in_their_zone()
    mends.authorize_schedules_in_their_group()
    mends.fill_in_what_schedules_tell()
    large_tables.read_expressions_once()
    large_tables.read_only_what_a_query_can_return()
    large_tables.authorize_a_transaction_once_for_each_action()
    large_tables.remember_transactions_by_digest()
    large_tables.keep_stream_records_only_for_event_sources()
    large_tables.save_items_by_partition()
    mends.rest_before_state_is_saved()

    from ministack.app import main as serve

    serve()


if __name__ == "__main__":
    main()
