//! What requests cost, told by us and, where it tells, by the database itself.

use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::aws::metering::{item_size, read_units};
use crate::aws::stream::SHARDS;

fn table() -> Table {
    table_with_stream(true)
}

fn table_with_stream(with_stream: bool) -> Table {
    let table = Table::new(with_stream).expect("a table");
    let request = json!({
        "TableName": "tidings",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            { "AttributeName": "pk", "AttributeType": "S" },
            { "AttributeName": "sk", "AttributeType": "S" },
        ],
        "KeySchema": [
            { "AttributeName": "pk", "KeyType": "HASH" },
            { "AttributeName": "sk", "KeyType": "RANGE" },
        ],
    });
    ask(&table, "CreateTable", request);
    table
}

fn ask(table: &Table, operation: &str, mut request: Value) -> (u16, Value, Usage) {
    request["TableName"] = "tidings".into();
    if operation.starts_with("Batch") || operation.starts_with("Transact") {
        request
            .as_object_mut()
            .expect("an object")
            .remove("TableName");
    }
    let (response, usage) = table.answer(operation, request.to_string().as_bytes());
    let body = serde_json::from_slice(response.body()).expect("JSON");
    (response.status().as_u16(), body, usage)
}

fn item(sk: u32, bytes: usize) -> Value {
    json!({ "pk": { "S": "p" }, "sk": { "S": format!("{sk:04}") }, "text": { "S": "x".repeat(bytes) },
            "status": { "S": if sk.is_multiple_of(2) { "even" } else { "odd" } }, "count": { "N": "1250" } })
}

fn key(sk: u32) -> Value {
    json!({ "pk": { "S": "p" }, "sk": { "S": format!("{sk:04}") } })
}

fn put(table: &Table, sk: u32, bytes: usize) -> Usage {
    let (status, _, usage) = ask(table, "PutItem", json!({ "Item": item(sk, bytes) }));
    assert_eq!(status, 200);
    usage
}

/// The units that the database itself tells of a write.
fn told(body: &Value) -> f64 {
    match &body["ConsumedCapacity"] {
        Value::Array(tables) => tables
            .iter()
            .filter_map(|table| table["CapacityUnits"].as_f64())
            .sum(),
        one => one["CapacityUnits"].as_f64().expect("units"),
    }
}

#[test]
fn writes_cost_what_the_database_itself_says() {
    let table = table();
    for (sk, bytes) in [(1, 10), (2, 950), (3, 1000), (4, 5000)] {
        let request = json!({ "Item": item(sk, bytes), "ReturnConsumedCapacity": "TOTAL" });
        let (_, body, usage) = ask(&table, "PutItem", request);
        assert_eq!(usage.write_units, told(&body), "a put of {bytes} bytes");
        let request = json!({
            "Key": key(sk), "UpdateExpression": "SET #text = :text",
            "ExpressionAttributeNames": { "#text": "text" },
            "ExpressionAttributeValues": { ":text": { "S": "x".repeat(1100) } },
            "ReturnConsumedCapacity": "TOTAL",
        });
        let (_, body, usage) = ask(&table, "UpdateItem", request);
        assert_eq!(usage.write_units, told(&body), "an update of {bytes} bytes");
        let request = json!({ "Key": key(sk), "ReturnConsumedCapacity": "TOTAL" });
        let (_, body, usage) = ask(&table, "DeleteItem", request);
        assert_eq!(usage.write_units, told(&body), "a deletion");
    }
}

#[test]
fn a_transaction_costs_double_and_a_batch_does_not() {
    let table = table();
    let puts = |first: u32| [item(first, 10), item(first + 1, 3000)];
    let [small, large] = puts(1);
    let request = json!({ "TransactItems": [
        { "Put": { "TableName": "tidings", "Item": small } },
        { "Put": { "TableName": "tidings", "Item": large } },
    ], "ReturnConsumedCapacity": "TOTAL" });
    let (_, body, usage) = ask(&table, "TransactWriteItems", request);
    assert_eq!(usage.write_units, 2.0 * (1.0 + 3.0));
    assert_eq!(usage.write_units, told(&body));
    let [small, large] = puts(3);
    let request = json!({ "RequestItems": { "tidings": [
        { "PutRequest": { "Item": small } }, { "PutRequest": { "Item": large } },
    ] }, "ReturnConsumedCapacity": "TOTAL" });
    let (_, body, usage) = ask(&table, "BatchWriteItem", request);
    assert_eq!(usage.write_units, 1.0 + 3.0);
    assert_eq!(usage.write_units, told(&body));
}

#[test]
fn a_write_whose_condition_fails_costs_by_what_is_there() {
    let table = table();
    put(&table, 1, 2500);
    let condition = "attribute_not_exists(pk)";
    let request = json!({ "Item": item(1, 10), "ConditionExpression": condition });
    let (status, body, usage) = ask(&table, "PutItem", request);
    assert_eq!(status, 400);
    assert!(
        body.to_string().contains("ConditionalCheckFailed"),
        "{body}"
    );
    assert_eq!(usage.write_units, 3.0);
    let update = json!({ "Key": key(9), "UpdateExpression": "SET a = :a", "ConditionExpression": "attribute_exists(pk)",
                         "ExpressionAttributeValues": { ":a": { "S": "a" } } });
    let (_, _, usage) = ask(&table, "UpdateItem", update.clone());
    assert_eq!(usage.write_units, 1.0, "nothing is there");
    let mut within = update;
    within["TableName"] = "tidings".into();
    let (_, _, usage) = ask(
        &table,
        "TransactWriteItems",
        json!({ "TransactItems": [{ "Update": within }] }),
    );
    assert_eq!(usage.write_units, 2.0);
}

fn insert(table: &Table, items: &[(u32, usize)]) -> (Value, Usage) {
    let statement = |(sk, bytes): &(u32, usize)| {
        let Value::Object(item) = item(*sk, *bytes) else {
            panic!("an object");
        };
        let names: Vec<String> = item.keys().map(|name| format!("'{name}':?")).collect();
        let statement = format!(r#"INSERT INTO "tidings" VALUE {{{}}}"#, names.join(","));
        json!({ "Statement": statement, "Parameters": item.values().collect::<Vec<_>>() })
    };
    let statements: Vec<Value> = items.iter().map(statement).collect();
    let request = json!({ "Statements": statements, "ReturnConsumedCapacity": "TOTAL" });
    let (status, body, usage) = ask(table, "BatchExecuteStatement", request);
    assert_eq!(status, 200, "{body}");
    (body, usage)
}

#[test]
fn an_insert_costs_as_a_put_does_also_when_the_item_exists_and_is_a_change_when_not() {
    let table = table();
    let (body, usage) = insert(&table, &[(1, 2500), (2, 10)]);
    assert_eq!(usage.write_units, 3.0 + 1.0);
    assert_eq!(usage.write_units, told(&body));
    let (body, usage) = insert(&table, &[(2, 10), (3, 10)]);
    let codes = body["Responses"].as_array().expect("answers");
    let codes: Vec<&Value> = codes.iter().map(|one| &one["Error"]["Code"]).collect();
    assert_eq!(codes, [&Value::from("DuplicateItem"), &Value::Null]);
    assert_eq!(usage.write_units, 1.0 + 1.0);
    assert_eq!(usage.write_units, told(&body));
    assert_eq!(table.stream.as_ref().expect("a stream").waiting(), 3);
}

#[test]
fn what_is_put_aside_is_there_and_costs_as_if_it_had_not_been() {
    let table = table_with_stream(false);
    assert_eq!(
        insert(&table, &[(1, 2500), (2, 10)]).1.write_units,
        3.0 + 1.0
    );
    assert_eq!(lock(&table.put_aside).len(), 2);
    let (body, usage) = insert(&table, &[(1, 10)]);
    assert_eq!(usage.write_units, 3.0, "{body}");
    assert_eq!(body["Responses"][0]["Error"]["Code"], "DuplicateItem");
    assert!(lock(&table.put_aside).is_empty());
    insert(&table, &[(3, 10)]);
    let query = json!({ "KeyConditionExpression": "pk = :pk",
                        "ExpressionAttributeValues": { ":pk": { "S": "p" } } });
    assert_eq!(ask(&table, "Query", query).1["Count"], 3);
}

#[test]
fn a_request_that_is_wrong_costs_nothing() {
    let (status, _, usage) = ask(
        &table(),
        "PutItem",
        json!({ "Item": { "pk": { "S": "p" } } }),
    );
    assert_eq!(status, 400);
    assert_eq!(usage.write_units, 0.0);
    assert_eq!(usage.dynamodb_requests, 1);
}

#[test]
fn reads_cost_by_the_sizes_of_the_items() {
    let table = table();
    for sk in 1..=40 {
        put(&table, sk, 400);
    }
    let one: Item = serde_json::from_value(item(1, 400)).expect("an item");
    let odd: Item = one.clone();
    let size = item_size(&odd);
    let (_, _, usage) = ask(&table, "GetItem", json!({ "Key": key(1) }));
    assert_eq!(usage.read_units, read_units(size, false));
    let (_, _, usage) = ask(
        &table,
        "GetItem",
        json!({ "Key": key(99), "ConsistentRead": true }),
    );
    assert_eq!(usage.read_units, 1.0, "nothing costs as much as something");
    let keys = json!({ "RequestItems": { "tidings": { "Keys": [key(1), key(2), key(3)], "ConsistentRead": true } } });
    let (_, _, usage) = ask(&table, "BatchGetItem", keys);
    assert_eq!(usage.read_units, 3.0, "each is rounded up");

    let total: usize = (1..=40)
        .map(|sk| item_size(&serde_json::from_value(item(sk, 400)).expect("an item")))
        .sum();
    let query = json!({
        "KeyConditionExpression": "pk = :pk", "ConsistentRead": true,
        "ExpressionAttributeValues": { ":pk": { "S": "p" }, ":even": { "S": "even" } },
        "FilterExpression": "#status = :even", "ExpressionAttributeNames": { "#status": "status" },
    });
    let (_, body, usage) = ask(&table, "Query", query);
    assert_eq!(body["Count"], 20);
    assert_eq!(
        usage.read_units,
        read_units(total, true),
        "what the filter passed over counts too"
    );
}

#[test]
fn a_scan_is_counted() {
    let (_, _, usage) = ask(&table(), "Scan", json!({}));
    assert_eq!(usage.scans, 1);
}

#[tokio::test]
async fn each_write_is_a_change_with_what_was_and_what_is() {
    let table = table();
    put(&table, 1, 10);
    let request = json!({ "Key": key(1), "UpdateExpression": "SET #status = :new",
                          "ExpressionAttributeNames": { "#status": "status" },
                          "ExpressionAttributeValues": { ":new": { "S": "new" } } });
    ask(&table, "UpdateItem", request.clone());
    ask(&table, "UpdateItem", request);
    let refused = json!({ "Item": item(1, 10), "ConditionExpression": "attribute_not_exists(pk)" });
    ask(&table, "PutItem", refused);
    ask(&table, "DeleteItem", json!({ "Key": key(1) }));
    let stream = table.stream.as_ref().expect("a stream");
    assert_eq!(
        stream.waiting(),
        3,
        "what changed nothing, and what was refused, are none"
    );
    for shard in 0..SHARDS {
        let take = stream.take(shard, 10, Duration::ZERO);
        if let Ok(changes) = tokio::time::timeout(Duration::from_millis(10), take).await {
            let record = changes[1].record();
            assert_eq!(record["dynamodb"]["OldImage"]["status"]["S"], "odd");
            assert_eq!(record["dynamodb"]["NewImage"]["status"]["S"], "new");
            return;
        }
    }
    panic!("no shard had the changes");
}
