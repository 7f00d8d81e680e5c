"""Tests of the mends in mends.py that have to do with batches of statements.

    infra/local/.venv/bin/python -m unittest discover -s infra/local/emulator
"""

import json
import logging
import unittest

from ministack.core import iam_actions
from ministack.services import dynamodb

import mends
from test_large_tables import table

# It warns of every wrong request, and some here are.
logging.disable(logging.CRITICAL)

INSERT = """INSERT INTO "people" VALUE {'pk':?,'sk':?,'values':?}"""


def statement(key: str, value: str) -> dict:
    return {"Statement": INSERT, "Parameters": [{"S": "p"}, {"S": key}, {"M": {"name": {"S": value}}}]}


class Inserts(unittest.TestCase):
    def test_a_batch_adds_what_is_new_leaves_what_exists_and_tells_the_stream_of_the_former(self):
        table()
        told, tell, insert = [], dynamodb._emit_stream_event, dynamodb._partiql_insert
        dynamodb._emit_stream_event = lambda *change: told.append(change)
        self.addCleanup(setattr, dynamodb, "_emit_stream_event", tell)
        mends.tell_streams_of_inserts()
        self.addCleanup(setattr, dynamodb, "_partiql_insert", insert)

        def batch(*statements):
            status, _, body = dynamodb._batch_execute_statement({"Statements": list(statements)})
            self.assertEqual(status, 200)
            return [answer.get("Error", {}).get("Code") for answer in json.loads(body)["Responses"]]

        self.assertEqual(batch(statement("a", "Ann")), [None])
        self.assertEqual(batch(statement("a", "Bob"), statement("b", "Bob")), ["DuplicateItem", None])
        items = [
            {"pk": {"S": "p"}, "sk": {"S": key}, "values": {"M": {"name": {"S": name}}}}
            for key, name in [("a", "Ann"), ("b", "Bob")]
        ]
        self.assertEqual(list(dynamodb._tables["people"]["items"]["p"].values()), items)
        self.assertEqual(told, [("people", "INSERT", None, item) for item in items])

    def test_a_batch_of_inserts_is_allowed_to_who_may_insert_into_its_table_and_no_other_batch_is(self):
        checks = iam_actions.dynamodb_transaction_checks
        mends.authorize_a_batch_of_inserts_as_inserts()
        self.addCleanup(setattr, iam_actions, "dynamodb_transaction_checks", checks)

        def asked(*statements):
            body = json.dumps({"Statements": [{"Statement": each} for each in statements]}).encode()
            action = "dynamodb:BatchExecuteStatement"
            return iam_actions.dynamodb_transaction_checks(action, body, "us-east-1", "000000000000")

        people = ("dynamodb:PartiQLInsert", "arn:aws:dynamodb:us-east-1:000000000000:table/people")
        self.assertEqual(asked(INSERT, INSERT), [people])
        self.assertEqual(asked(INSERT, """DELETE FROM "people" WHERE pk='p' AND sk='a'"""), [])


if __name__ == "__main__":
    unittest.main()
