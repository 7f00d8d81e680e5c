//! Calls, what is to be done about them, and what the phone assistant is told.

use serde_json::{Value, json};

use crate::support::{Ask, Token, World};

/// Settings as an administrator sends them.
pub(crate) fn decided() -> Value {
    json!({
        "is_answering": true,
        "facts": { "service_times": "Sunday at 9", "address": "", "staff": "", "events": "", "other": "" },
        "first_language": "en", "offered_languages": ["es", "ko"], "staff_language": "en",
        "transfer_phone": "212 555 0155", "on_call_phone": null, "voices": {},
        "limits": { "turns": 30, "minutes": 10, "calls_a_day": 200 },
    })
}

fn pastor(ask: Ask) -> Ask {
    ask.token(&Token::id("paul", &["pastor"]).sign())
}

#[tokio::test]
async fn a_message_that_a_caller_left_is_read_and_ticked_off() {
    let world = World::start().await;
    let (call, follow_up) = world
        .take_message("+12125550177", "The gate is open", false)
        .await;
    let listed = Ask::get("/api/calls").of(&world).await.expect(200);
    assert_eq!(listed["items"][0]["id"], call.to_string());
    let whole = Ask::get(&format!("/api/calls/{call}"))
        .of(&world)
        .await
        .expect(200);
    let said: Vec<_> = whole["turns"]
        .as_array()
        .expect("turns")
        .iter()
        .map(|turn| &turn["role"])
        .collect();
    assert_eq!(said, ["assistant", "caller", "assistant"]);
    assert_eq!(whole["follow_ups"][0]["words"], "The gate is open");

    let open = Ask::get("/api/follow-ups").of(&world).await.expect(200);
    assert_eq!(open["items"][0]["caller_phone"], "+12125550177");
    let path = format!("/api/follow-ups/{follow_up}");
    let done = json!({ "done": true });
    let tick = |tag: &str| Ask::new("PATCH", &path).header("if-match", tag).json(&done);
    tick("\"9\"").of(&world).await.expect_problem(412);
    let ticked = tick("\"1\"").of(&world).await.expect(200);
    assert_eq!(ticked["version"], 2);
    let open = Ask::get("/api/follow-ups?state=open")
        .of(&world)
        .await
        .expect(200);
    assert_eq!(open["items"], json!([]));
    let done = Ask::get("/api/follow-ups?state=done")
        .of(&world)
        .await
        .expect(200);
    assert!(done["items"][0]["done_by"].is_string());
    Ask::get("/api/follow-ups?state=lost")
        .of(&world)
        .await
        .expect_problem(422);
}

#[tokio::test]
async fn only_the_pastor_reads_a_confidential_call_and_administrators_do_not() {
    let world = World::start().await;
    let (call, follow_up) = world.take_message("+12125550177", "swordfish", true).await;
    for path in [
        format!("/api/calls/{call}"),
        "/api/calls".into(),
        "/api/follow-ups".into(),
    ] {
        let admin = Ask::get(&path).token(&Token::id("ada", &["admin"]).sign());
        let admin = admin.of(&world).await.expect(200);
        assert!(!admin.to_string().contains("swordfish"), "{path}");
        let paul = pastor(Ask::get(&path)).of(&world).await.expect(200);
        assert!(
            path == "/api/calls" || paul.to_string().contains("swordfish"),
            "{path}"
        );
    }
    let whole = Ask::get(&format!("/api/calls/{call}"))
        .of(&world)
        .await
        .expect(200);
    assert_eq!(
        (&whole["call"]["withheld"], &whole["turns"]),
        (&json!(true), &json!([]))
    );
    let path = format!("/api/follow-ups/{follow_up}");
    let tick = Ask::new("PATCH", &path)
        .header("if-match", "*")
        .json(&json!({ "done": true }));
    tick.of(&world).await.expect_problem(409);
    let me = pastor(Ask::get("/api/me")).of(&world).await.expect(200);
    assert_eq!(
        (&me["reads_confidential"], &me["roles"]),
        (&json!(true), &json!(["staff"]))
    );
}

#[tokio::test]
async fn what_the_assistant_knows_is_changed_as_a_whole_and_wrong_fields_are_named() {
    let world = World::start().await;
    let path = "/api/settings/assistant";
    let put = |body: &Value, tag: &str| {
        let ask = Ask::new("PUT", path).header("if-match", tag).json(body);
        ask.token(&Token::id("ada", &["admin"]).sign())
    };
    let changed = put(&decided(), "\"0\"").of(&world).await.expect(200);
    assert_eq!(changed["transfer_phone"], "+12125550155");
    let read = Ask::get(path).of(&world).await.expect(200);
    assert_eq!(read, changed);
    put(&decided(), "\"0\"")
        .of(&world)
        .await
        .expect_problem(412);
    for (field, value, named) in [
        ("first_language", json!("xx"), "first_language"),
        ("offered_languages", json!(["en"]), "offered_languages"),
        ("transfer_phone", json!("12"), "transfer_phone"),
        ("voices", json!({ "en": "Polly.Nobody" }), "voices.en"),
        (
            "limits",
            json!({ "turns": 1, "minutes": 10, "calls_a_day": 1 }),
            "limits.turns",
        ),
    ] {
        let mut wrong = decided();
        wrong[field] = value;
        let answer = put(&wrong, "*").of(&world).await;
        answer.expect_problem(422);
        assert_eq!(answer.body["errors"][0]["field"], named, "{}", answer.body);
    }
    let after = Ask::get(path).of(&world).await.expect(200);
    assert_eq!(after, changed, "nothing was changed");
    let voices = Ask::get("/api/settings/assistant/voices")
        .of(&world)
        .await
        .expect(200);
    assert!(voices["items"].as_array().expect("voices").len() >= 16);
}

#[tokio::test]
async fn a_change_that_a_caller_asked_for_is_made_once_somebody_accepts_it() {
    let world = World::start().await;
    let ruth = world.add("Ruth", "212 555 0177").await;
    let ruth = ruth["id"].as_str().expect("an id");
    let (call, _) = world.take_message("+12125550177", "I moved", false).await;
    world.ask_for_city(call, ruth, "Dallas").await;
    let whole = Ask::get(&format!("/api/calls/{call}"))
        .of(&world)
        .await
        .expect(200);
    let proposed = &whole["call"]["proposed_changes"][0];
    assert_eq!(
        (&proposed["decision"], &proposed["decided_by"]),
        (&json!("proposed"), &Value::Null)
    );
    let of_ruth = Ask::get(&format!("/api/calls?contact_id={ruth}"))
        .of(&world)
        .await
        .expect(200);
    assert_eq!(of_ruth["items"][0]["id"], call.to_string());
    let tag = format!("\"{}\"", whole["call"]["version"]);
    let decide = |body: Value, tag: &str| {
        Ask::post(&format!("/api/calls/{call}/changes"), &body).header("if-match", tag)
    };
    let accept = json!({ "field": "city", "accepted": true });
    decide(accept.clone(), "\"77\"")
        .of(&world)
        .await
        .expect_problem(412);
    decide(json!({ "field": "phone", "accepted": true }), &tag)
        .of(&world)
        .await
        .expect_problem(422);
    let decided = decide(accept.clone(), &tag).of(&world).await.expect(200);
    let change = &decided["call"]["proposed_changes"][0];
    assert_eq!(
        (&change["decision"], &change["decided_by"]),
        (&json!("accepted"), &json!("sam@church.example"))
    );
    let person = Ask::get(&format!("/api/contacts/{ruth}")).of(&world).await;
    assert_eq!(person.expect(200)["city"], "Dallas");
    decide(accept, "*").of(&world).await.expect_problem(409);
}
