"""Tests of the mends of EventBridge Scheduler in mends.py.

    infra/local/.venv/bin/python -m unittest discover -s infra/local/emulator
"""

import json
import logging
import unittest
from datetime import datetime, timezone
from unittest import mock

from ministack.core import iam_actions
from ministack.services import eventbridge, scheduler

import mends

# It tells of every dispatch.
logging.disable(logging.CRITICAL)

mends.fire_schedules_that_are_set_anew()
mends.read_schedules_in_their_zone()
mends.authorize_schedules_in_their_group()
mends.fill_in_what_schedules_tell()

NAME = "rem_1"


def body(expression: str, zone: str | None = None) -> dict:
    written = {
        "GroupName": "default",
        "ScheduleExpression": expression,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {
            "Arn": "arn:aws:sqs:us-east-1:000000000000:queue",
            "RoleArn": "arn:aws:iam::000000000000:role/role",
            "Input": "due <aws.scheduler.scheduled-time> of <aws.scheduler.schedule-arn>",
        },
    }
    return written if zone is None else {**written, "ScheduleExpressionTimezone": zone}


class Schedules(unittest.TestCase):
    def setUp(self) -> None:
        scheduler.reset()
        scheduler._schedule_last_fired.clear()
        self.sent = []
        dispatch = mock.patch.object(eventbridge, "_dispatch_to_sqs", lambda _, text, *rest: self.sent.append(text))
        dispatch.start()
        self.addCleanup(dispatch.stop)

    def tick(self, at: str) -> int:
        """How many were sent at this time, in UTC."""
        before = len(self.sent)
        now = datetime.fromisoformat(at).replace(tzinfo=timezone.utc).timestamp()
        with mock.patch.object(scheduler.time, "time", lambda: now):
            scheduler._tick_schedules()
        return len(self.sent) - before

    def make(self, expression: str, zone: str | None = None, change=None) -> int:
        return (change or scheduler._create_schedule)(NAME, body(expression, zone))[0]

    def test_a_schedule_fires_once_and_again_when_it_is_set_anew(self):
        self.assertEqual(self.make("at(2026-03-08T14:00:00)"), 200)
        fired = [self.tick(at) for at in ("2026-03-08T13:59:59", "2026-03-08T14:00:00", "2026-03-08T14:00:01")]
        self.assertEqual(fired, [0, 1, 0])
        # Set to the same time, it has fired.
        self.make("at(2026-03-08T14:00:00)", change=scheduler._update_schedule)
        self.assertEqual(self.tick("2026-03-08T14:00:02"), 0)
        self.make("at(2026-03-09T14:00:00)", change=scheduler._update_schedule)
        self.assertEqual([self.tick("2026-03-09T13:59:59"), self.tick("2026-03-09T14:00:00")], [0, 1])
        scheduler._delete_schedule(NAME, {})
        self.make("at(2026-03-10T14:00:00)")
        self.assertEqual(self.tick("2026-03-10T14:00:00"), 1)

    def test_a_time_is_one_on_the_clock_of_its_zone(self):
        for zone, at, before in [
            ("America/Chicago", "2026-03-08T14:00:00", "2026-03-08T13:59:59"),
            ("Asia/Kolkata", "2026-03-08T03:30:00", "2026-03-08T03:29:59"),
        ]:
            self.make("at(2026-03-08T09:00:00)", zone)
            self.assertEqual([self.tick(before), self.tick(at)], [0, 1], zone)
            shown = json.loads(scheduler._get_schedule(NAME, {})[2])
            self.assertEqual(shown["ScheduleExpression"], "at(2026-03-08T09:00:00)")
            self.assertEqual(shown["ScheduleExpressionTimezone"], zone)
            self.assertNotIn("Written", shown)
            scheduler._delete_schedule(NAME, {})

    def test_a_time_that_does_not_exist_is_passed_over(self):
        self.make("at(2026-03-08T02:30:00)", "America/Chicago")
        self.assertEqual(self.tick("2026-03-09T00:00:00"), 0)

    def test_what_would_fire_at_a_wrong_hour_is_refused(self):
        self.assertEqual(self.make("cron(0 9 * * ? *)", "America/Chicago"), 400)
        self.assertEqual(self.make("at(2026-03-08T09:00:00)", "America/Dallas"), 400)
        self.assertEqual(self.make("cron(0 9 * * ? *)"), 200)

    def test_the_target_is_told_the_time_that_was_meant(self):
        self.make("at(2026-03-08T14:00:00)")
        self.tick("2026-03-08T14:00:09")
        arn = f"arn:aws:scheduler:us-east-1:000000000000:schedule/default/{NAME}"
        self.assertEqual(self.sent, [f"due 2026-03-08T14:00:00Z of {arn}"])

    def test_a_schedule_is_named_with_its_group(self):
        def arn(method, given, asked):
            return iam_actions.extract_resource_arn(
                "scheduler", method, f"/schedules/{NAME}", {}, given, asked, "us-east-1", "1")

        expected = f"arn:aws:scheduler:us-east-1:1:schedule/reminders/{NAME}"
        self.assertEqual(arn("PUT", b'{"GroupName":"reminders"}', {}), expected)
        self.assertEqual(arn("GET", b"", {"groupName": ["reminders"]}), expected)
        self.assertEqual(arn("GET", b"", {}), expected.replace("/reminders/", "/default/"))


if __name__ == "__main__":
    unittest.main()
