"""Mends that let the emulator (ministack 1.5.33) hold a hundred thousand contacts, each in about nine items.

It answers each request alone while all others wait, and its DynamoDB looks at a whole partition for each query, at the
text of an expression for each item, and keeps everything twice. None of these mends changes an answer: what
test_large_tables.py holds for queries by comparing thousands of them. All that they change besides is said in each.
"""

import functools
import hashlib
import json
from bisect import bisect_left, bisect_right, insort
from types import FunctionType

# A partition of fewer items is read whole: to keep it in order would cost more.
SMALL = 200
# More keys than these are sorted in together rather than one by one.
FEW = 32


def read_expressions_once() -> None:
    """Takes an expression apart once, and not for each item that it is asked of."""
    from ministack.services import dynamodb

    remember = functools.lru_cache(maxsize=1024)
    tokens_of = remember(dynamodb._tokenize)
    syntax_error = remember(dynamodb._condition_syntax_error)
    reserved, parentheses = dynamodb._check_reserved_keyword_usage, dynamodb._check_redundant_parens
    reserved_in = remember(lambda tokens: reserved(list(tokens)))
    parentheses_in = remember(lambda tokens, slot: parentheses(list(tokens), slot))

    dynamodb._tokenize = lambda expression: list(tokens_of(expression))
    dynamodb._condition_syntax_error = syntax_error
    dynamodb._check_reserved_keyword_usage = lambda tokens: reserved_in(tuple(tokens))
    dynamodb._check_redundant_parens = lambda tokens, slot="ConditionExpression": parentheses_in(tuple(tokens), slot)


class Partition(dict):
    """The items of a partition by sort key, which also knows the keys in order."""

    def __init__(self, items: dict):
        super().__init__(items)
        self._keys: list[str] = sorted(items)
        # What came or went since they were sorted: an import writes thousands of items between two questions.
        self._changed: set[str] = set()

    def __setitem__(self, key: str, item: dict) -> None:
        if key not in self:
            self._changed.add(key)
        super().__setitem__(key, item)

    def pop(self, key: str, *default):
        if key in self:
            self._changed.add(key)
        return super().pop(key, *default)

    def keys_in_order(self) -> list[str]:
        changed, self._changed = self._changed, set()
        if len(changed) <= FEW:
            for key in changed:
                at = bisect_left(self._keys, key)
                was = self._keys[at : at + 1] == [key]
                if key in self and not was:
                    insort(self._keys, key)
                elif key not in self and was:
                    del self._keys[at]
        else:
            self._keys = [key for key in self._keys if key not in changed]
            self._keys.extend(key for key in changed if key in self)
            self._keys.sort()
        if len(self._keys) != len(self):
            # Somebody changed it in another way than these two.
            self._keys = sorted(self)
        return self._keys


def read_only_what_a_query_can_return() -> None:
    """Hands a query of a table the items that its key condition, start key and limit can reach.

    The emulator's own query then does with these all that it does with the whole partition, so that its answers, and
    its errors, are what they were. What this does not understand, an index or a sort key that is no text, it leaves to
    the emulator.
    """
    from ministack.services import dynamodb

    query = dynamodb._query

    def query_in_sight(data: dict):
        name = dynamodb._normalize_table_name(data.get("TableName"))
        table = dynamodb._tables.get(name) if isinstance(name, str) else None
        seen = _in_sight(dynamodb, table, data) if table else None
        if seen is None:
            return query(data)
        # The emulator's function, with nothing else in its world but this table.
        world = {**vars(dynamodb), "_tables": {name: {**table, "items": seen}}}
        return FunctionType(query.__code__, world, query.__name__, query.__defaults__, query.__closure__)(data)

    dynamodb._query = query_in_sight


def _in_sight(dynamodb, table: dict, data: dict) -> dict | None:
    """The items, by partition and sort key, that can matter to a query; none where that can't be told."""
    pk_name, sk_name = table["pk_name"], table["sk_name"]
    if not sk_name or dynamodb._get_attr_type(table, sk_name) != "S" or data.get("IndexName"):
        return None
    try:
        conditions = _conditions(dynamodb, data)
        operator, partition_key = conditions.pop(pk_name)
        sort_operator, *sort_values = conditions.pop(sk_name, ("any",))
        start = data["ExclusiveStartKey"][sk_name]["S"] if data.get("ExclusiveStartKey") else None
        limit = None if data.get("Limit") is None else int(data["Limit"])
    except (KeyError, TypeError, ValueError):
        return None
    partition = table["items"].get(partition_key)
    if operator != "=" or conditions or partition is None or len(partition) < SMALL:
        return None
    if not isinstance(partition, Partition):
        # Its lock is what the thread holds that removes expired items.
        with dynamodb._lock:
            partition = table["items"][partition_key] = Partition(partition)

    keys = partition.keys_in_order()
    low, high = _between(keys, sort_operator, sort_values)
    forward = data.get("ScanIndexForward", True)
    # The start key's own item is handed over as well: whether it counts is the emulator's to say.
    if start is not None and forward:
        low = max(low, bisect_left(keys, start))
    elif start is not None:
        high = min(high, bisect_right(keys, start))

    reached, size = {}, 0
    for at in range(low, high) if forward else range(high - 1, low - 1, -1):
        item = partition.get(keys[at])
        if item is None:
            continue
        reached[keys[at]] = item
        size += dynamodb._item_size_bytes(item)
        # One more than fits on a page, and the start key's.
        if (limit is not None and len(reached) > limit) or size > 2 * dynamodb._DDB_PAGE_SIZE_BYTES:
            break
    return {partition_key: reached}


def _conditions(dynamodb, data: dict) -> dict[str, tuple]:
    """What a key condition asks of each attribute: an operator, and texts. Fails on all else."""
    names, values = data.get("ExpressionAttributeNames") or {}, data.get("ExpressionAttributeValues") or {}
    conditions = {}

    def attribute(token):
        return names[token[1]] if token[0] == "NAME_REF" else token[1]

    def text(token):
        return values[token[1]]["S"]

    for clause in dynamodb._key_condition_clauses(dynamodb._tokenize(data["KeyConditionExpression"])):
        match [kind for kind, _ in clause]:
            case ["IDENT" | "NAME_REF", "EQ" | "LT" | "LE" | "GT" | "GE", "VALUE_REF"]:
                condition = (attribute(clause[0]), clause[1][1], text(clause[2]))
            case ["IDENT" | "NAME_REF", "IDENT", "VALUE_REF", "IDENT", "VALUE_REF"]:
                condition = (attribute(clause[0]), "between", text(clause[2]), text(clause[4]))
            case ["IDENT", "LPAREN", "IDENT" | "NAME_REF", "COMMA", "VALUE_REF", "RPAREN"]:
                condition = (attribute(clause[2]), clause[0][1], text(clause[4]))
            case other:
                raise ValueError(other)
        if condition[0] in conditions:
            raise ValueError(condition[0])
        conditions[condition[0]] = condition[1:]
    return conditions


def _between(keys: list[str], operator: str, values: list[str]) -> tuple[int, int]:
    """Where the keys begin and end that meet a condition."""
    match operator, *values:
        case "=", value:
            return bisect_left(keys, value), bisect_right(keys, value)
        case "<", value:
            return 0, bisect_left(keys, value)
        case "<=", value:
            return 0, bisect_right(keys, value)
        case ">", value:
            return bisect_right(keys, value), len(keys)
        case ">=", value:
            return bisect_left(keys, value), len(keys)
        case "between", lowest, highest:
            return bisect_left(keys, lowest), bisect_right(keys, highest)
        case "begins_with", prefix:
            return bisect_left(keys, prefix), bisect_right(keys, prefix, key=lambda key: key[: len(prefix)])
        case _:
            # The emulator looks at each of them, and knows what it means.
            return 0, len(keys)


def authorize_a_transaction_once_for_each_action() -> None:
    """Asks IAM once whether a transaction may put into a table, and not for each of a hundred puts."""
    from ministack.core import iam_actions

    checks = iam_actions.dynamodb_transaction_checks
    iam_actions.dynamodb_transaction_checks = lambda *request: list(dict.fromkeys(checks(*request)))


class _Digest:
    """Stands for the content of a request, and is equal to one that has the same."""

    def __init__(self, content: dict):
        self._digest = self._of(content)

    @staticmethod
    def _of(content: dict) -> bytes:
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).digest()

    def __eq__(self, content) -> bool:
        return isinstance(content, dict) and self._digest == self._of(content)


def remember_transactions_by_digest() -> None:
    """Keeps a digest of each transaction for its ten minutes, in place of all that it wrote."""
    from ministack.services import dynamodb

    store = dynamodb._txn_token_store

    def store_digest(token, entry):
        store(token, {**entry, "signature": _Digest(entry["signature"])})

    dynamodb._txn_token_store = store_digest


def keep_stream_records_only_for_event_sources() -> None:
    """Keeps a record of a table's stream only if an event source wants it, and until all of them have read it.

    AWS keeps every record for a day; here nobody but event sources reads a stream. A stream that none reads yet keeps
    everything, for the one that will.
    """
    from ministack.services import dynamodb, lambda_svc

    emit, poll = dynamodb._emit_stream_event, lambda_svc._poll_dynamodb_streams
    pattern = functools.lru_cache(maxsize=256)(json.loads)

    def readers(table: dict) -> list[dict]:
        arn = table.get("LatestStreamArn")
        return [source for _, _, source in lambda_svc._iter_all_esms() if source.get("EventSourceArn") == arn]

    def wants(source: dict, change: dict) -> bool:
        filters = (source.get("FilterCriteria") or {}).get("Filters") or []
        return not filters or any(lambda_svc._match_esm_filter(change, pattern(each["Pattern"])) for each in filters)

    def emit_if_wanted(table_name, event_name, old_item, new_item, *rest, **named):
        table = dynamodb._tables.get(table_name) or {}
        sources = readers(table) if table else []
        if sources and not dynamodb._kinesis_destinations.get(table_name) and not dynamodb._replica_group(table):
            item = new_item or old_item or {}
            keys = {name: item[name] for name in (table["pk_name"], table["sk_name"]) if name in item}
            images = {"Keys": keys, "OldImage": old_item, "NewImage": new_item}
            change = {"eventName": event_name, "eventSource": "aws:dynamodb", "dynamodb": images}
            if not any(wants(source, change) for source in sources):
                return
        emit(table_name, event_name, old_item, new_item, *rest, **named)

    def poll_and_forget() -> bool:
        processed = poll()
        for (account, region, name), table in dynamodb._tables.all_items():
            positions = [lambda_svc._dynamodb_stream_positions.get(source["UUID"], 0) for source in readers(table)]
            trimmed = dynamodb._trimmed_count(name, account, region)
            read = min(positions, default=0) - trimmed
            if read > 0:
                # Only this thread reads by position, so nobody sees the one without the other.
                del dynamodb._live_stream_records(name, account, region)[:read]
                dynamodb._stream_trimmed.set_scoped(account, region, name, trimmed + read)
        return processed

    dynamodb._emit_stream_event = emit_if_wanted
    lambda_svc._poll_dynamodb_streams = poll_and_forget


def save_items_by_partition() -> None:
    """Saves the items of each partition as one text.

    The emulator copies everything before it saves it, and encodes and decodes each value by itself: with so many items
    that takes longer than a stack may take to stop, and what is not saved by then is lost. A state that it has saved
    by itself is read as well.
    """
    from ministack.services import dynamodb

    get_state, load_state = dynamodb.get_state, dynamodb.load_persisted_state

    def get_state_by_partition() -> dict:
        items = {}
        for key, table in dynamodb._tables.all_items():
            items[key], table["items"] = table["items"], {}
        try:
            state = get_state()
        finally:
            for key, table in dynamodb._tables.all_items():
                table["items"] = items[key]
        for key, table in state["tables"].all_items():
            table["items"] = {name: json.dumps(partition) for name, partition in items[key].items()}
        return state

    def load_state_by_partition(data: dict | None):
        for table in data["tables"].all_values() if data else []:
            for name, partition in table["items"].items():
                if isinstance(partition, str):
                    table["items"][name] = json.loads(partition)
        return load_state(data)

    dynamodb.get_state = get_state_by_partition
    dynamodb.load_persisted_state = load_state_by_partition
