"""What the emulator (ministack 1.5.33) does differently from AWS, or leaves out, and this stack needs."""

import asyncio
import json
import re
import signal
import socketserver
import time
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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


def look_at_schedules_each_second() -> None:
    """EventBridge Scheduler calls within the minute that a schedule names; the emulator looks each ten seconds, and
    whoever waits for it in a test waits that long.
    """
    from ministack.services import scheduler

    scheduler._SCHEDULE_TICK_INTERVAL = 1


def fire_schedules_that_are_set_anew() -> None:
    """A one-time schedule that has fired fires again when it is set to another time, or deleted and made again. The
    emulator remembers by its name that it has fired, for ever.
    """
    from ministack.services import scheduler

    create, update = scheduler._create_schedule, scheduler._update_schedule

    def forgetting(change):
        def change_and_forget(name, body):
            key = f"{body.get('GroupName', 'default')}/{name}"
            before = (scheduler._schedules.get(key) or {}).get("ScheduleExpression")
            answer = change(name, body)
            if answer[0] == 200 and body["ScheduleExpression"] != before:
                for fired in [one for one in scheduler._schedule_last_fired if one[-1] == key]:
                    scheduler._schedule_last_fired.pop(fired, None)
            return answer

        return change_and_forget

    scheduler._create_schedule = forgetting(create)
    scheduler._update_schedule = forgetting(update)


def read_schedules_in_their_zone() -> None:
    """`at(...)` and `cron(...)` name a time on the clock of ScheduleExpressionTimezone; the emulator takes it for UTC.

    One-time schedules are kept in UTC, and shown as they were written. AWS passes over a local time that does not exist.
    A cron schedule in another zone than UTC is refused: nothing of ours has one, and it would fire at a wrong hour.
    """
    from ministack.services import scheduler

    get = scheduler._get_schedule

    def in_utc(change):
        def change_in_utc(name, body):
            zone, expression = body.get("ScheduleExpressionTimezone") or "UTC", body.get("ScheduleExpression") or ""
            if zone == "UTC" or expression.startswith("rate"):
                return change(name, body)
            try:
                rules = ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError):
                return scheduler._error(400, "ValidationException", f"Invalid Schedule Expression Timezone {zone}.")
            if not expression.startswith("at("):
                return scheduler._error(400, "ValidationException", "This emulator knows cron in UTC only.")
            local = datetime.fromisoformat(expression.strip()[3:-1]).replace(tzinfo=rules)
            there = local.astimezone(timezone.utc)
            exists = there.astimezone(rules).replace(tzinfo=None) == local.replace(tzinfo=None)
            moment = there if exists else datetime(9999, 1, 1)
            utc = {**body, "ScheduleExpression": f"at({moment:%Y-%m-%dT%H:%M:%S})", "ScheduleExpressionTimezone": "UTC"}
            answer = change(name, utc)
            if answer[0] == 200:
                schedule = scheduler._schedules[f"{body.get('GroupName', 'default')}/{name}"]
                schedule["Written"] = {"ScheduleExpression": expression, "ScheduleExpressionTimezone": zone}
            return answer

        return change_in_utc

    def get_as_written(name, query):
        status, headers, body = get(name, query)
        if status == 200:
            schedule = json.loads(body)
            written = schedule.pop("Written", {})
            body = json.dumps({**schedule, **written}).encode()
        return status, headers, body

    scheduler._create_schedule = in_utc(scheduler._create_schedule)
    scheduler._update_schedule = in_utc(scheduler._update_schedule)
    scheduler._get_schedule = get_as_written


def authorize_schedules_in_their_group() -> None:
    """IAM names a schedule with its group
    (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html). The
    emulator takes each for one of the group `default`, where no policy of ours allows anything.
    """
    from ministack.core import iam_actions

    extract = iam_actions.extract_resource_arn

    def in_group(service, method, path, headers, body, query_params, *rest):
        arn = extract(service, method, path, headers, body, query_params, *rest)
        if service != "scheduler" or ":schedule/default/" not in (arn or ""):
            return arn
        try:
            given = json.loads(body) if body else {}
        except ValueError:
            given = {}
        asked = query_params.get("groupName") or "default"
        group = given.get("GroupName") or (asked[0] if isinstance(asked, list) else asked)
        return arn.replace(":schedule/default/", f":schedule/{group}/")

    iam_actions.extract_resource_arn = in_group


def fill_in_what_schedules_tell() -> None:
    """Scheduler replaces `<aws.scheduler.scheduled-time>` and its kin in the input of a target
    (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html). The emulator
    leaves them as they are.
    """
    from ministack.services import eventbridge, scheduler

    invoke = eventbridge._invoke_target

    def invoke_with_words_filled_in(target, event, rule, *rest):
        if event.get("Source") == "aws.scheduler" and target.get("Input"):
            at = scheduler._at_time_epoch(rule.get("ScheduleExpression", "")) or event["Time"]
            words = {
                "scheduled-time": f"{datetime.fromtimestamp(at, timezone.utc):%Y-%m-%dT%H:%M:%SZ}",
                "schedule-arn": rule.get("Arn", ""),
                "execution-id": event["EventId"],
                "attempt-number": "1",
            }
            text = target["Input"]
            for name, word in words.items():
                text = text.replace(f"<aws.scheduler.{name}>", word)
            target = {**target, "Input": text}
        return invoke(target, event, rule, *rest)

    eventbridge._invoke_target = invoke_with_words_filled_in


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
