//! The committed document is the one that the code describes, and the code keeps to it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{Ask, Token, World};

const COMMITTED: &str = include_str!("../../openapi.json");

/// One operation of the document.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) description: Value,
}

/// The document as the code describes it.
pub(crate) fn document() -> Value {
    let json = api::openapi_json().expect("a document");
    serde_json::from_str(&json).expect("JSON")
}

/// Every operation of the document.
pub(crate) fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, description) in item.as_object().expect("operations") {
            operations.push(Operation {
                id: description["operationId"]
                    .as_str()
                    .expect("an id")
                    .to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                description: description.clone(),
            });
        }
    }
    operations
}

/// Follows a reference, if it is one.
pub(crate) fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(&reference[1..]).expect("a schema"),
        None => schema,
    }
}

/// The properties of a schema, and of those that it is made of.
fn properties(document: &Value, schema: &Value) -> BTreeSet<String> {
    let schema = resolve(document, schema);
    let own = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone());
    let parts = ["allOf", "oneOf"]
        .into_iter()
        .filter_map(|part| schema[part].as_array());
    own.chain(parts.flatten().flat_map(|part| properties(document, part)))
        .collect()
}

#[test]
fn the_committed_document_is_fresh() {
    let fresh = api::openapi_json().expect("a document");
    assert!(
        fresh == COMMITTED,
        "openapi.json is stale: cargo run -q -p api --example openapi > functions/api/openapi.json"
    );
}

#[test]
fn every_operation_names_its_role_and_describes_every_error_as_a_problem() {
    let document = document();
    let mut ids = BTreeMap::new();
    for operation in operations(&document) {
        let roles = &operation.description["security"][0]["bearer"];
        assert!(
            ["viewer", "staff", "admin"]
                .map(|role| json!([role]))
                .contains(roles),
            "{}",
            operation.id
        );
        assert!(
            ids.insert(operation.id.clone(), ()).is_none(),
            "{} is there twice",
            operation.id
        );
        let responses = operation.description["responses"]
            .as_object()
            .expect("responses");
        for status in ["401", "403", "500"] {
            assert!(responses.contains_key(status), "{} {status}", operation.id);
        }
        for (status, response) in responses
            .iter()
            .filter(|(status, _)| status.as_str() >= "400")
        {
            let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(
                schema, "#/components/schemas/Problem",
                "{} {status}",
                operation.id
            );
        }
    }
}

#[tokio::test]
async fn every_field_that_the_document_describes_is_read_and_no_other() {
    let world = World::start().await;
    let document = document();
    let mut bodies = 0;
    for operation in operations(&document) {
        let schema = &operation.description["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            continue;
        }
        bodies += 1;
        let fields = properties(&document, schema);
        for field in &fields {
            // Some are objects of their own.
            let value = match field.as_str() {
                "rule" | "translations" | "text_prices" | "after_hours" | "facts" | "voices"
                | "limits" => {
                    json!(7)
                }
                _ => json!({ "an": "object" }),
            };
            let wrong = json!({ field: value });
            let answer = ask(&operation).json(&wrong).of(&world).await;
            let errors = answer.expect_wrong_fields();
            let about: Vec<_> = errors.iter().filter(|(name, _)| name == field).collect();
            assert_eq!(about.len(), 1, "{} {field}: {errors:?}", operation.id);
            assert!(
                !about[0].1.contains("There is no field"),
                "{} {field}: {errors:?}",
                operation.id
            );
        }
        let answer = ask(&operation)
            .json(&json!({ "colour": "red" }))
            .of(&world)
            .await;
        let unknown = ("colour", "There is no field \"colour\" here. Remove it.");
        assert!(
            answer.expect_wrong_fields().contains(&unknown),
            "{}",
            operation.id
        );
    }
    assert_eq!(bodies, 32, "the document's bodies are looked at");
}

#[tokio::test]
async fn every_parameter_that_the_document_describes_is_read_and_no_other() {
    let world = World::start().await;
    let broadcast = world.send_to_all("Dinner on Friday").await;
    let contact = world.add("Samuel", "212 555 0123").await;
    let file = json!({ "file_name": "members.csv", "size": 100 });
    let import = Ask::post("/api/imports", &file)
        .of(&world)
        .await
        .expect(201);
    let thread = world.receive("SM1", "+12125550177", "Hello").await;
    let reminder = Ask::post("/api/reminders", &crate::reminders::weekly())
        .of(&world)
        .await
        .expect(201);
    let id_for = |path: &str| {
        if path.starts_with("/api/inbox/") {
            return thread.to_string();
        }
        let record = match path.split('/').nth(2) {
            Some("contacts") => &contact,
            Some("imports") => &import,
            Some("reminders") => &reminder,
            _ => &broadcast,
        };
        record["id"].as_str().expect("an id").to_owned()
    };
    let admin = Token::id("ada", &["admin"]).sign();
    let get = |path: &str| Ask::get(path).token(&admin);
    for operation in operations(&document()) {
        let parameters = operation.description["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let in_query: Vec<_> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .collect();
        if in_query.is_empty() {
            continue;
        }
        let path = operation.path.replace("{id}", &id_for(&operation.path));
        for parameter in in_query {
            let name = parameter["name"].as_str().expect("a name");
            let answer = get(&format!("{path}?{name}=%21")).of(&world).await;
            // Anything can be searched for.
            let is_refused = [400, 422].contains(&answer.status);
            assert!(is_refused || name == "search", "{} {name}", operation.id);
            let unknown = answer.body.to_string().contains("There is no parameter");
            assert!(!unknown, "{} {name}: {}", operation.id, answer.body);
        }
        let answer = get(&format!("{path}?colour=red")).of(&world).await;
        let unknown = (
            "colour",
            "There is no parameter \"colour\" here. Remove it.",
        );
        assert_eq!(answer.expect_wrong_fields(), [unknown], "{}", operation.id);
    }
}

/// A request about a record that is not there, whose id is of the right kind.
fn ask(operation: &Operation) -> Ask {
    let contact = crate::support::unknown_contact().to_string();
    let prefix = match operation.path.split('/').nth(2) {
        Some("calls") => "cal_",
        Some("follow-ups") => "fol_",
        Some("groups") => "grp_",
        Some("imports") => "imp_",
        Some("reminders") => "rem_",
        Some("templates") => "tpl_",
        Some("inbox") => {
            let id = domain::ThreadId::for_sender("12345").to_string();
            return Ask::new(&operation.method, &operation.path.replace("{id}", &id))
                .header("if-match", "*")
                .token(&Token::id("ada", &["admin"]).sign());
        }
        // A message's id names its broadcast and a recipient.
        Some("reviews") => {
            let id = format!("msg_{}0123456789ABCDEF", &contact["con_".len()..]);
            return Ask::new(&operation.method, &operation.path.replace("{id}", &id));
        }
        _ => "con_",
    };
    let path = operation
        .path
        .replace("{id}", &contact.replace("con_", prefix));
    Ask::new(&operation.method, &path)
        .header("if-match", "*")
        .token(&Token::id("ada", &["admin"]).sign())
}
