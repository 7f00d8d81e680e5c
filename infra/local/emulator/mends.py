"""What the emulator (ministack 1.5.33) does differently from AWS, or leaves out, and this stack needs."""

import asyncio
import json
import re
import signal
import socketserver
import time
from pathlib import Path

# How long functions that are at work may take to finish when the stack stops.
REST_SECONDS = 8.0
# The statement that adds an item, and its table.
_INSERT = re.compile(r'\s*INSERT\s+INTO\s+"([^"]+)"\s+VALUE\b', re.IGNORECASE)


def answer_functions_at_once() -> None:
    """Without this every answer to a function waits 40 ms for an acknowledgement that is delayed."""
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True


class _Tee:
    """A stream of lines that also goes to a file, line by line, as it is read."""

    def __init__(self, stream, path: Path):
        self._stream = stream
        self._file = path.open("ab", buffering=0)

    def readline(self) -> bytes:
        line = self._stream.readline()
        if line:
            self._file.write(line)
        return line

    def close(self) -> None:
        self._file.close()
        self._stream.close()


def keep_function_logs(directory: Path) -> None:
    """Writes what each function prints to `<directory>/<function>.log`, while it runs.

    The emulator keeps it in CloudWatch Logs, in memory, and only when an invocation ends: what a killed function
    said would be lost, and nothing could follow it.
    """
    from ministack.core.lambda_runtime import ProvidedWorker

    pump = ProvidedWorker._pump_output

    def pump_to_file(self, stream, log_queue):
        pump(self, _Tee(stream, directory / f"{self.func_name}.log"), log_queue)

    ProvidedWorker._pump_output = pump_to_file


def read_concurrency_given_by_parameter() -> None:
    """Takes an event source's MaximumConcurrency as a number also where the template takes it from a parameter.

    CloudFormation hands every parameter over as a string; the emulator compares it with a number, and no queue is
    read any more.
    """
    from ministack.services import lambda_svc

    concurrency = lambda_svc._sqs_esm_concurrency

    def numeric(esm, *rest):
        scaling = esm.get("ScalingConfig") or {}
        if isinstance(scaling.get("MaximumConcurrency"), str):
            scaling["MaximumConcurrency"] = int(scaling["MaximumConcurrency"])
        return concurrency(esm, *rest)

    lambda_svc._sqs_esm_concurrency = numeric


def authorize_batches_as_their_single_action() -> None:
    """SendMessageBatch is allowed to whoever may do `sqs:SendMessage`, and so for the others: IAM knows no action for
    a batch (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html). The emulator asks
    for one, which no policy for AWS can grant.
    """
    from ministack.core import iam_actions

    extract = iam_actions.extract_iam_action

    def single(*request, **named):
        action = extract(*request, **named)
        return action.removesuffix("Batch") if action and action.startswith("sqs:") else action

    iam_actions.extract_iam_action = single


def authorize_a_batch_of_inserts_as_inserts() -> None:
    """BatchExecuteStatement is no action that IAM knows: each INSERT is allowed to whoever may do
    `dynamodb:PartiQLInsert` on its table
    (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html). The emulator asks for an action of
    the batch's own, on any table. Where another kind of statement is among them it still does.
    """
    from ministack.core import iam_actions

    checks = iam_actions.dynamodb_transaction_checks

    def each_insert(action, body, region, account):
        if action != "dynamodb:BatchExecuteStatement":
            return checks(action, body, region, account)
        statements = [one.get("Statement", "") for one in json.loads(body).get("Statements", [])]
        tables = {found[1] if (found := _INSERT.match(statement)) else None for statement in statements}
        if None in tables:
            return []
        return [
            ("dynamodb:PartiQLInsert", iam_actions._dynamodb_table_arn(table, region, account)) for table in tables
        ]

    iam_actions.dynamodb_transaction_checks = each_insert


def tell_streams_of_inserts() -> None:
    """The emulator puts what PartiQL inserts into the table alone, and not into its stream."""
    from ministack.services import dynamodb

    insert = dynamodb._partiql_insert

    def insert_and_tell(table, parsed):
        answer = insert(table, parsed)
        if answer[0] == 200:
            dynamodb._emit_stream_event(parsed["table"], "INSERT", None, parsed["item"])
        return answer

    dynamodb._partiql_insert = insert_and_tell


def keep_streams_over_a_restart() -> None:
    """Saves the records of DynamoDB streams with their tables.

    The emulator saves how far each reader has come, but not the records: after a restart a reader at record 900
    would wait for 900 new ones, and whatever it had not read yet would be lost. All records of a table are one text:
    it encodes values one by one, which is slow.
    """
    from ministack.core.responses import AccountRegionScopedDict
    from ministack.services import dynamodb

    get_state, load_state = dynamodb.get_state, dynamodb.load_persisted_state

    def get_state_with_streams():
        records = AccountRegionScopedDict()
        for key, stream in dynamodb._stream_records.all_items():
            records.set_scoped(*key, json.dumps(stream))
        return {
            **get_state(),
            "stream_records": records,
            "stream_trimmed": dynamodb._stream_trimmed,
            "stream_sequence": dynamodb._stream_seq_counter,
        }

    def load_state_with_streams(data):
        records = data.pop("stream_records", None)
        for key, stream in records.all_items() if records else []:
            dynamodb._stream_records.set_scoped(*key, json.loads(stream) if isinstance(stream, str) else stream)
        dynamodb._stream_trimmed.update(data.pop("stream_trimmed", {}))
        dynamodb._stream_seq_counter = data.pop("stream_sequence", 0)
        return load_state(data)

    dynamodb.get_state = get_state_with_streams
    dynamodb.load_persisted_state = load_state_with_streams


def rest_before_state_is_saved() -> None:
    """On SIGTERM or SIGINT: hands out no more work, waits for what is at work, ends the functions, then stops.

    The emulator saves one service after another while functions go on writing. A record that is older than the queue
    beside it is what real AWS never shows: a text that was sent would be sent again.
    """
    import hypercorn.asyncio

    serve = hypercorn.asyncio.serve

    async def serve_until_at_rest(app, config):
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)

        async def at_rest() -> None:
            await stop.wait()
            await asyncio.to_thread(_rest)

        await serve(app, config, shutdown_trigger=at_rest)

    hypercorn.asyncio.serve = serve_until_at_rest


def _rest() -> None:
    from ministack.core import lambda_runtime
    from ministack.services import lambda_svc

    def no_work() -> bool:
        return False

    lambda_svc._poll_sqs = no_work
    lambda_svc._poll_kinesis = no_work
    lambda_svc._poll_dynamodb_streams = no_work

    # The poller may have taken a batch that it has not handed out yet: two quiet looks in a row are rest.
    quiet, deadline = 0, time.monotonic() + REST_SECONDS
    while quiet < 2 and time.monotonic() < deadline:
        busy = lambda_svc._esm_inflight or lambda_runtime.workers_in_use()
        quiet = 0 if busy else quiet + 1
        time.sleep(0.05)

    def refuse(self, init_timeout=None):
        raise RuntimeError("the stack is stopping")

    lambda_runtime.ProvidedWorker._spawn = refuse
    lambda_runtime.reset()
