"""Tests of the mends in large_tables.py: the answers of mended and unmended queries are the same.

    infra/local/.venv/bin/python -m unittest discover -s infra/local/emulator

Everything is drawn from a seed, which a failure names.
"""

import contextlib
import copy
import json
import logging
import random
import unittest

from ministack.services import dynamodb

import large_tables

# It warns of every wrong request, and some here are.
logging.disable(logging.CRITICAL)

UNMENDED = dynamodb._query
EXPRESSIONS = ["_tokenize", "_condition_syntax_error", "_check_reserved_keyword_usage", "_check_redundant_parens"]
SEEDS = 40
QUERIES = 50
WORDS = ["", "a", "an", "ann", "anna", "b", "bé", "ber", "z", "zoë", "é", "\U0001f54a", "\uffff", "A", "#", "|", "0"]
PARTITIONS = ["few", "many", "large", "crowded"]


def item(partition: str, key: str, draw: random.Random) -> dict:
    return {
        "pk": {"S": partition},
        "sk": {"S": key},
        "tokens": {"SS": sorted(set(draw.choices(WORDS[1:], k=3)))},
        "number": {"N": str(draw.randrange(5))},
        "text": {"S": "x" * draw.choice([1, 10, 100, 3_000 if partition == "large" else 10])},
    }


def key(draw: random.Random) -> str:
    return "".join(draw.choices(WORDS, k=2)) + "|" + str(draw.randrange(400))


def table() -> dict:
    dynamodb._tables.pop("people", None)
    answer = dynamodb._create_table({
        "TableName": "people",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    })
    assert answer[0] == 200, answer
    return dynamodb._tables["people"]


def query(draw: random.Random, partition: str, some_key: str) -> dict:
    """A query of any kind that we make, and some that are wrong."""
    names, values = {}, {":p": {"S": partition}}
    conditions = [draw.choice(["pk = :p", "#p = :p", ":p = pk", "(pk = :p)"] if draw.random() < 0.1 else ["pk = :p"])]
    if "#p" in conditions[0]:
        names["#p"] = "pk"
    kind = draw.choice(["any", "begins_with", "begins_with", "between", "=", "<", "<=", ">", ">=", "wrong"])
    low, high = sorted([some_key if draw.random() < 0.5 else key(draw), draw.choice(WORDS) or "c"])
    if kind == "begins_with":
        conditions.append("begins_with(sk, :s)")
        values[":s"] = {"S": some_key[: draw.randrange(1, 5)]}
    elif kind == "between":
        conditions.append("sk BETWEEN :s AND :t")
        values |= {":s": {"S": low}, ":t": {"S": high}}
    elif kind == "wrong":
        conditions.append(draw.choice(["sk = :nobody", "begins_with(sk)", "number = :s", "sk <> :s", "sk = :s AND sk = :p"]))
        values[":s"] = draw.choice([{"S": some_key}, {"N": "1"}, {"S": ""}])
    elif kind != "any":
        conditions.append(f"#s {kind} :s")
        names["#s"] = "sk"
        values[":s"] = {"S": some_key}
    if draw.random() < 0.1:
        conditions.reverse()
    request = {"TableName": "people", "KeyConditionExpression": " AND ".join(conditions)}
    if draw.random() < 0.5:
        request["FilterExpression"] = draw.choice(["contains(tokens, :w)", "contains(tokens, :w) AND number = :n",
                                                   "number < :n", "attribute_exists(number) OR #t = :w"])
        values |= {":w": {"S": draw.choice(WORDS[1:])}, ":n": {"N": "3"}}
        values = {name: value for name, value in values.items()
                  if name in " ".join([request["KeyConditionExpression"], request["FilterExpression"]])}
        if "#t" in request["FilterExpression"]:
            names["#t"] = "text"
    request["ExpressionAttributeValues"] = values
    if names:
        request["ExpressionAttributeNames"] = names
    if draw.random() < 0.7:
        request["Limit"] = draw.choice([1, 2, 7, 50, 1_000, 0] if draw.random() < 0.2 else [1, 3, 20, 100])
    if draw.random() < 0.5:
        request["ScanIndexForward"] = draw.random() < 0.5
    if draw.random() < 0.4:
        start = some_key if draw.random() < 0.7 else key(draw)
        request["ExclusiveStartKey"] = {"pk": {"S": partition if draw.random() < 0.9 else "few"}, "sk": {"S": start}}
    if draw.random() < 0.1:
        request["Select"] = "COUNT"
    return request


def change(store: dict, draw: random.Random) -> None:
    partition = draw.choice(PARTITIONS)
    keys = list(store["items"].get(partition, {}))
    if keys and draw.random() < 0.5:
        dynamodb._remove_item(store, partition, draw.choice(keys))
    else:
        name = key(draw)
        dynamodb._set_item(store, partition, name, item(partition, name, draw))


@contextlib.contextmanager
def unmended(names: list[str], originals: list):
    """The emulator as it comes, for as long as this lasts."""
    mended = [getattr(dynamodb, name) for name in names]
    for name, original in zip(names, originals):
        setattr(dynamodb, name, original)
    yield
    for name, mend in zip(names, mended):
        setattr(dynamodb, name, mend)


class Queries(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.expressions = [getattr(dynamodb, name) for name in EXPRESSIONS]
        for name in [*EXPRESSIONS, "_query"]:
            cls.addClassCleanup(setattr, dynamodb, name, getattr(dynamodb, name))
        large_tables.read_expressions_once()
        large_tables.read_only_what_a_query_can_return()

    def test_every_answer_is_what_it_was(self):
        asked = narrowed = 0
        for seed in range(SEEDS):
            draw = random.Random(seed)
            store = table()
            for partition, size in zip(PARTITIONS, (30, 250, 400, 800)):
                for _ in range(size):
                    name = key(draw)
                    dynamodb._set_item(store, partition, name, item(partition, name, draw))
            for _ in range(QUERIES):
                for _ in range(draw.choice([0, 0, 1, 3, 40])):
                    change(store, draw)
                partition = draw.choice(PARTITIONS)
                some_key = draw.choice(list(store["items"].get(partition) or [key(draw)]))
                request = query(draw, partition, some_key)
                # Slow without its mend, the reading of expressions is compared on some of them.
                with unmended(EXPRESSIONS, self.expressions) if seed % 10 == 0 else contextlib.nullcontext():
                    expected = UNMENDED(copy.deepcopy(request))
                found = dynamodb._query(copy.deepcopy(request))
                self.assertEqual(found[0], expected[0], (seed, request))
                self.assertEqual(json.loads(found[2]), json.loads(expected[2]), (seed, request))
                asked += 1
                narrowed += large_tables._in_sight(dynamodb, store, request) is not None
        self.assertGreater(narrowed, asked / 3, "most of these queries are of the kind that is mended")

    def test_a_page_costs_what_it_returns(self):
        store, draw = table(), random.Random(1)
        for number in range(20_000):
            dynamodb._set_item(store, "crowded", f"{number:06d}", item("crowded", f"{number:06d}", draw))
        request = {
            "TableName": "people",
            "KeyConditionExpression": "pk = :p AND begins_with(sk, :s)",
            "ExpressionAttributeValues": {":p": {"S": "crowded"}, ":s": {"S": "01"}},
            "ExclusiveStartKey": {"pk": {"S": "crowded"}, "sk": {"S": "012345"}},
            "Limit": 50,
        }
        (reached,) = large_tables._in_sight(dynamodb, store, request).values()
        self.assertEqual(len(reached), 51)


class Partitions(unittest.TestCase):
    def test_the_keys_stay_in_order_whatever_comes_and_goes(self):
        for seed in range(50):
            draw = random.Random(seed)
            partition = large_tables.Partition({key(draw): {} for _ in range(300)})
            for _ in range(20):
                for _ in range(draw.choice([0, 1, 5, 100])):
                    if draw.random() < 0.5:
                        partition[key(draw)] = {}
                    else:
                        partition.pop(draw.choice([*partition, "nobody"]), None)
                if draw.random() < 0.1:
                    partition.update({key(draw): {}})
                self.assertEqual(partition.keys_in_order(), sorted(partition), seed)


class Transactions(unittest.TestCase):
    def test_a_token_that_comes_again_with_something_else_is_still_refused(self):
        store = dynamodb._txn_token_store
        large_tables.remember_transactions_by_digest()
        self.addCleanup(setattr, dynamodb, "_txn_token_store", store)
        table()

        def transaction(text):
            put = {"Put": {"TableName": "people", "Item": {"pk": {"S": "a"}, "sk": {"S": "b"}, "text": {"S": text}}}}
            return dynamodb._transact_write_items({"ClientRequestToken": "token", "TransactItems": [put]})

        self.assertEqual(transaction("one")[0], 200)
        self.assertEqual(transaction("one")[0], 200)
        status, _, body = transaction("two")
        self.assertEqual((status, json.loads(body)["__type"]), (400, "IdempotentParameterMismatchException"))


class States(unittest.TestCase):
    def test_items_come_back_from_a_saved_state(self):
        kept = dynamodb.get_state, dynamodb.load_persisted_state
        large_tables.save_items_by_partition()
        self.addCleanup(setattr, dynamodb, "load_persisted_state", kept[1])
        self.addCleanup(setattr, dynamodb, "get_state", kept[0])
        from ministack.core import persistence

        store, draw = table(), random.Random(1)
        for _ in range(500):
            name = key(draw)
            dynamodb._set_item(store, "many", name, item("many", name, draw))
        before = copy.deepcopy(dict(store["items"]))
        saved = json.dumps(dynamodb.get_state(), default=persistence._json_default)
        self.assertEqual(dict(store["items"]), before, "saving changes nothing")
        dynamodb._tables.pop("people")
        dynamodb.load_persisted_state(json.loads(saved, object_hook=persistence._json_object_hook))
        self.assertEqual(dict(dynamodb._tables["people"]["items"]), before)


if __name__ == "__main__":
    unittest.main()
