//! I6: every operation of the document, asked by everyone. An operation without a case fails the test.

use serde_json::{Value, json};

use crate::openapi::{Operation, document, operations, resolve};
use crate::support::{Answer, Ask, Token, World};

/// Who asks: the groups in the token, or no token; and how high the role is.
const ASKERS: [(&str, Option<&[&str]>, u8); 6] = [
    ("nobody", None, 0),
    ("a user without a role", Some(&[]), 1),
    ("a user of a group that means nothing", Some(&["choir"]), 1),
    ("a viewer", Some(&["viewer"]), 2),
    ("a member of staff", Some(&["staff"]), 3),
    ("an administrator", Some(&["admin"]), 4),
];

fn needed_height(operation: &Operation) -> u8 {
    match operation.description["security"][0]["bearer"][0].as_str() {
        Some("viewer") => 2,
        Some("staff") => 3,
        Some("admin") => 4,
        other => panic!("{} needs {other:?}, which is no role", operation.id),
    }
}

/// A request that is good in every way but, maybe, the token.
fn good_request(operation: &Operation, world: &Prepared) -> Ask {
    let (id, body) = match operation.id.as_str() {
        "getMe"
        | "getAssistant"
        | "getStats"
        | "listContacts"
        | "listMessages"
        | "listBroadcasts"
        | "listGroups"
        | "listTemplates"
        | "listAudit"
        | "listImports"
        | "listReviews"
        | "getSettings"
        | "getSpending"
        | "listReminders"
        | "getReminderCalendar"
        | "listCalls"
        | "listFollowUps"
        | "getPhoneAssistant"
        | "listVoices"
        | "getHolidays" => ("", Value::Null),
        "getCall" => (world.call.as_str(), Value::Null),
        "decideProposedChange" => (
            world.call.as_str(),
            json!({ "field": "city", "accepted": true }),
        ),
        "changeFollowUp" => (world.follow_up.as_str(), json!({ "done": true })),
        "changePhoneAssistant" => ("", crate::calls::decided()),
        "createReminder" => ("", crate::reminders::weekly()),
        "previewReminder" => (
            "",
            json!({ "schedule_type": "daily", "schedule_time": "09:00" }),
        ),
        "getReminder" | "deleteReminder" | "listUpcoming" | "pauseReminder" | "sendReminderNow"
        | "duplicateReminder" | "listOccurrences" => (world.reminder.as_str(), Value::Null),
        "replaceReminder" => (world.reminder.as_str(), crate::reminders::weekly()),
        "resumeReminder" => (world.paused_reminder.as_str(), Value::Null),
        "skipReminder" => (world.reminder.as_str(), json!({ "date": "2026-03-01" })),
        "changeHolidays" => (
            "",
            json!({ "items": [{ "date": "2026-12-25", "name": "Christmas" }] }),
        ),
        "createContact" => ("", json!({ "name": "Ruth", "phone": "212 555 0199" })),
        "getContact" | "deleteContact" | "clearNumberFault" | "listHousehold"
        | "listContactHistory" | "exportContact" => (world.contact.as_str(), Value::Null),
        "setOptOut" => (
            world.contact.as_str(),
            json!({ "opted_out": true, "reason": "asked" }),
        ),
        "createGroup" => ("", json!({ "name": "Choir", "kind": "static" })),
        "createTemplate" => ("", json!({ "name": "Potluck", "content": "Dinner" })),
        "replaceTemplate" => (
            world.template.as_str(),
            json!({ "name": "Supper", "content": "Supper" }),
        ),
        "getTemplate" | "deleteTemplate" => (world.template.as_str(), Value::Null),
        "getGroup" | "deleteGroup" | "getGroupSize" => (world.group.as_str(), Value::Null),
        "changeGroup" => (world.group.as_str(), json!({ "name": "Youth" })),
        "changeGroupMembers" => (world.group.as_str(), json!({ "add": [world.contact] })),
        "createImport" => ("", json!({ "file_name": "members.csv", "size": 100 })),
        "getImport" | "listImportRows" => (world.import.as_str(), Value::Null),
        "discardImport" => (world.import.as_str(), Value::Null),
        "previewImport" => (world.import.as_str(), json!({})),
        "applyImport" => (world.previewed.as_str(), Value::Null),
        "createTranslation" => ("", json!({ "content": "Dinner", "languages": ["es"] })),
        "getTranslation" => (world.translation.as_str(), Value::Null),
        "createExport" => ("", json!({})),
        "getExport" => (world.export.as_str(), Value::Null),
        "changeContact" => (world.contact.as_str(), json!({ "city": "Dallas" })),
        "sendMessage" => (
            "",
            json!({ "content": "Hello", "message_type": "sms", "send_to_all": true }),
        ),
        "placeCall" => (
            "",
            json!({ "content": "Hello", "contact_id": world.contact }),
        ),
        "testMessage" => (
            "",
            json!({ "content": "Hello", "contact_id": world.contact }),
        ),
        "previewMessage" => ("", json!({ "send_to_all": true })),
        "changeSettings" => ("", crate::settings::decided()),
        "listThreads" | "countThreads" | "listUsers" | "getAutomaticAnswers" => ("", Value::Null),
        "getThread" | "listThreadEntries" | "getThreadMedia" | "resolveThread" | "reopenThread" => {
            (world.thread.as_str(), Value::Null)
        }
        "readThread" => (
            world.thread.as_str(),
            json!({ "last_text_at": "2099-01-01T00:00:00Z" }),
        ),
        "assignThread" => (world.thread.as_str(), json!({ "user_id": null })),
        "addThreadNote" | "replyToThread" => (world.thread.as_str(), json!({ "content": "Hello" })),
        "setThreadOptOut" => (
            world.thread.as_str(),
            json!({ "opted_out": true, "reason": "asked" }),
        ),
        "changeAutomaticAnswers" => ("", crate::inbox::answers()),
        "resumeBroadcast" => (world.paused.as_str(), Value::Null),
        "decideReview" => (world.review.as_str(), json!({ "decision": "send_again" })),
        "getMessage" => (world.message.as_str(), Value::Null),
        "getBroadcast" | "listBroadcastMessages" | "cancelBroadcast" => {
            (world.broadcast.as_str(), Value::Null)
        }
        other => panic!("{other} has no case in the roles matrix: add one"),
    };
    let path = operation.path.replace("{id}", id);
    let path = path
        .replace("{entry_id}", &world.entry)
        .replace("{index}", "0");
    let ask = Ask::new(&operation.method, &path)
        .header("if-match", "*")
        .header("idempotency-key", "a key");
    if body.is_null() { ask } else { ask.json(&body) }
}

/// A world in which there is one of everything.
struct Prepared {
    world: World,
    contact: String,
    broadcast: String,
    message: String,
    group: String,
    template: String,
    import: String,
    /// An import that can be applied.
    previewed: String,
    export: String,
    translation: String,
    /// A broadcast that is paused.
    paused: String,
    /// A message that waits for a person.
    review: String,
    /// A thread, and the text in it, which has a picture.
    thread: String,
    entry: String,
    reminder: String,
    paused_reminder: String,
    /// A call, and what is to be done about it.
    call: String,
    follow_up: String,
}

async fn prepare() -> Prepared {
    let world = World::start().await;
    let contact = world.add("Samuel", "212 555 0123").await;
    let broadcast = world.send_to_all("Dinner on Friday").await;
    let messages = world.plan(&broadcast).await;
    let text = |value: &Value| value["id"].as_str().expect("an id").to_owned();
    let make = |path: &'static str, body: Value, status| {
        let world = &world;
        async move { Ask::post(path, &body).of(world).await.expect(status) }
    };
    let group = make(
        "/api/groups",
        json!({ "name": "Elders", "kind": "static" }),
        201,
    )
    .await;
    let template = json!({ "name": "Advent", "content": "Dinner" });
    let template = make("/api/templates", template, 201).await;
    let file = json!({ "file_name": "members.csv", "size": 100 });
    let import = make("/api/imports", file.clone(), 201).await;
    let previewed = make("/api/imports", file, 201).await;
    world.preview(&text(&previewed)).await;
    let export = make("/api/exports", json!({}), 202).await;
    let reminder = make("/api/reminders", crate::reminders::weekly(), 201).await;
    let mut paused_reminder = crate::reminders::weekly();
    paused_reminder["active"] = json!(false);
    let paused_reminder = make("/api/reminders", paused_reminder, 201).await;
    let draft = json!({ "content": "Dinner", "languages": ["es"] });
    let translation = make("/api/translations", draft, 202).await;
    let paused = world.send_to_all("Lunch on Sunday").await;
    world.pause(&paused).await;
    let doubtful = world.send_to_all("Breakfast").await;
    let review = world.plan(&doubtful).await[0];
    world.lose_track(review).await;
    let thread = world.receive("SM1", "+12125550177", "Hello").await;
    let (call, follow_up) = world
        .take_message("+12125550177", "The gate is open", false)
        .await;
    world.ask_for_city(call, &text(&contact), "Dallas").await;
    let entries = format!("/api/inbox/{thread}/entries");
    let entries = Ask::get(&entries).of(&world).await.expect(200);
    Prepared {
        thread: thread.to_string(),
        entry: text(&entries["items"][0]),
        paused: text(&paused),
        template: text(&template),
        review: review.to_string(),
        contact: text(&contact),
        broadcast: text(&broadcast),
        message: messages[0].to_string(),
        group: text(&group),
        import: text(&import),
        previewed: text(&previewed),
        export: text(&export),
        reminder: text(&reminder),
        paused_reminder: text(&paused_reminder),
        translation: text(&translation),
        call: call.to_string(),
        follow_up: follow_up.to_string(),
        world,
    }
}

#[tokio::test]
async fn every_operation_is_done_for_those_who_have_the_role_and_nobody_else() {
    let document = document();
    for operation in operations(&document) {
        let (allowed, refused): (Vec<_>, Vec<_>) = ASKERS
            .into_iter()
            .partition(|(_, _, height)| *height >= needed_height(&operation));
        let prepared = prepare().await;
        let before = prepared.world.everything().await;
        for (asker, groups, height) in refused {
            let answer = ask_as(groups, &operation, &prepared).await;
            println!("{} by {asker}: {}", operation.id, answer.status);
            answer.expect_problem(if height == 0 { 401 } else { 403 });
            let after = prepared.world.everything().await;
            assert_eq!(
                after, before,
                "{} by {asker}: something was changed",
                operation.id
            );
        }
        for (asker, groups, _) in allowed {
            let answer = ask_as(groups, &operation, &prepare().await).await;
            println!("{} by {asker}: {}", operation.id, answer.status);
            assert_described(&document, &operation, &answer, &operation.id);
        }
    }
}

async fn ask_as(groups: Option<&[&str]>, operation: &Operation, prepared: &Prepared) -> Answer {
    let ask = good_request(operation, prepared);
    let ask = match groups {
        None => ask.without_header("authorization"),
        Some(groups) => ask.token(&Token::id("sam", groups).sign()),
    };
    ask.of(&prepared.world).await
}

/// Asserts that the document describes this good answer, field by field.
fn assert_described(document: &Value, operation: &Operation, answer: &Answer, case: &str) {
    assert!(
        (200..300).contains(&answer.status),
        "{case}: {} {:#}",
        answer.status,
        answer.body
    );
    let responses = &operation.description["responses"];
    let response = &responses[answer.status.to_string()];
    assert!(
        !response.is_null(),
        "{case}: {} is not described",
        answer.status
    );
    for (header, _) in response["headers"].as_object().into_iter().flatten() {
        assert!(
            answer.headers.contains_key(header),
            "{case}: {header} is missing"
        );
    }
    let schema = &response["content"]["application/json"]["schema"];
    assert_fits(document, schema, &answer.body, case);
}

/// Every property that is required is there, every one that is there is described, and types are right.
fn assert_fits(document: &Value, schema: &Value, value: &Value, case: &str) {
    let schema = resolve(document, schema);
    if schema.is_null() {
        assert!(value.is_null(), "{case}: {value} is not described");
        return;
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let choice = choices
            .iter()
            .find(|choice| is_meant(resolve(document, choice), value));
        let choice = choice.unwrap_or_else(|| panic!("{case}: {value} is none of {choices:?}"));
        return assert_fits(document, choice, value, case);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = schema["type"] == kind
        || schema["type"]
            .as_array()
            .is_some_and(|kinds| kinds.contains(&json!(kind)));
    assert!(fits, "{case}: {value} is no {}", schema["type"]);
    if let Some(names) = schema["enum"].as_array() {
        assert!(
            names.contains(value),
            "{case}: {value} is none of {names:?}"
        );
    }
    for item in value.as_array().into_iter().flatten() {
        assert_fits(document, &schema["items"], item, case);
    }
    for required in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|_| value.is_object())
    {
        let name = required.as_str().expect("a name");
        assert!(value.get(name).is_some(), "{case}: {name} is missing");
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        let described = &schema["properties"][name];
        let property = if described.is_null() {
            &schema["additionalProperties"]
        } else {
            described
        };
        assert!(!property.is_null(), "{case}: {name} is not described");
        assert_fits(document, property, value, case);
    }
}

/// Whether a value is meant to be this choice: null, or of the kind that the choice is tagged with.
fn is_meant(choice: &Value, value: &Value) -> bool {
    let tag = &choice["properties"]["kind"]["enum"][0];
    let is_null = choice["type"] == "null";
    is_null == value.is_null() && (tag.is_null() || *tag == value["kind"])
}
