//! The shared inbox, as staff use it.

use domain::ThreadId;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Ask, Token, World, assert_refused, case, wrong_field};

const NUMBER: &str = "+12125550177";

/// Answers that can be decided.
pub(crate) fn answers() -> Value {
    json!({
        "keywords": [{
            "keyword": "DINNER", "answer": "At six.", "translations": { "es": "A las seis." },
            "starts_at": null, "ends_at": "2099-12-24T23:00:00Z",
        }],
        "after_hours": {
            "answer": "We are closed.", "translations": {},
            "office_hours": [{ "day": "monday", "opens": "09:00", "closes": "24:00" }],
        },
    })
}

/// A world to which somebody wrote, and the path of the thread.
async fn written(body: &str) -> (World, String) {
    let world = World::start().await;
    let id = world.receive("SM1", NUMBER, body).await;
    (world, format!("/api/inbox/{id}"))
}

async fn get(world: &World, path: &str) -> Value {
    Ask::get(path).of(world).await.expect(200)
}

/// What comes later is later.
fn pass(world: &World) {
    world.clock.advance(SignedDuration::from_secs(1));
}

fn act(path: &str, action: &str, body: &Value) -> Ask {
    Ask::post(&format!("{path}/{action}"), body)
}

fn reply(path: &str, words: &str, key: &str) -> Ask {
    act(path, "replies", &json!({ "content": words })).header("idempotency-key", key)
}

async fn listed(world: &World, filter: &str) -> usize {
    let page = get(world, &format!("/api/inbox?filter={filter}")).await;
    page["items"].as_array().expect("items").len()
}

#[tokio::test]
async fn a_thread_is_read_given_to_somebody_and_resolved() {
    let (world, path) = written("When is dinner?").await;
    assert_eq!(get(&world, "/api/inbox/counts").await["unread"], 1);
    let thread = get(&world, &path).await;
    assert_eq!(
        (&thread["unread"], &thread["people"]),
        (&json!(true), &json!([]))
    );
    assert_eq!(thread["preview"]["media"], 1);
    let read = act(
        &path,
        "read",
        &json!({ "last_text_at": thread["last_text_at"] }),
    );
    let thread = read.of(&world).await.expect(200);
    assert_eq!(
        (&thread["unread"], &thread["version"]),
        (&json!(false), &json!(2))
    );
    // Who has opened the dashboard can be given it.
    let me = get(&world, "/api/me").await;
    let users = get(&world, "/api/users").await;
    assert_eq!(users["items"][0]["user_id"], me["user_id"]);
    let assign = act(&path, "assign", &json!({ "user_id": me["user_id"] }));
    pass(&world);
    let stale = assign.header("if-match", "\"1\"").of(&world).await;
    stale.expect_problem(412);
    let assign = act(&path, "assign", &json!({ "user_id": me["user_id"] }));
    let thread = assign
        .header("if-match", "\"2\"")
        .of(&world)
        .await
        .expect(200);
    assert_eq!(thread["assignee"]["user_id"], me["user_id"]);
    assert_eq!(
        (
            listed(&world, "mine").await,
            listed(&world, "unassigned").await
        ),
        (1, 0)
    );
    pass(&world);
    let resolve = act(&path, "resolve", &json!({})).header("if-match", "\"3\"");
    assert_eq!(resolve.of(&world).await.expect(200)["state"], "resolved");
    assert_eq!(
        (
            listed(&world, "resolved").await,
            listed(&world, "open").await
        ),
        (1, 0)
    );
    pass(&world);
    world.receive("SM2", NUMBER, "One more thing").await;
    assert_eq!(
        (listed(&world, "unread").await, listed(&world, "open").await),
        (1, 1)
    );
    let entries = get(&world, &format!("{path}/entries")).await;
    let kinds: Vec<&str> = entries["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|entry| entry["kind"].as_str().expect("a kind"))
        .collect();
    assert_eq!(kinds, ["text", "resolved", "assigned", "text"]);
}

#[tokio::test]
async fn a_reply_is_sent_once_and_shows_at_once() {
    let (world, path) = written("When is dinner?").await;
    pass(&world);
    let first = reply(&path, "At six {sharp}", "one")
        .of(&world)
        .await
        .expect(202);
    let again = reply(&path, "At six {sharp}", "one")
        .of(&world)
        .await
        .expect(202);
    assert_eq!(first, again);
    assert_eq!(first["message"]["status"], "queued");
    assert_eq!(first["message"]["content"], "At six {sharp}");
    let entries = get(&world, &format!("{path}/entries")).await;
    assert_eq!(entries["items"][0], first);
    assert_eq!(entries["items"].as_array().expect("items").len(), 2);
    let broadcast: domain::BroadcastId = first["message"]["broadcast_id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    let planned = world.plan(&json!({ "id": broadcast })).await;
    assert_eq!(json!(planned[0]), first["message"]["id"]);
}

#[tokio::test]
async fn an_unknown_number_becomes_a_person_with_a_name() {
    let (world, path) = written("Hello").await;
    world.add("Ruth Okafor", NUMBER).await;
    for thread in [
        get(&world, &path).await,
        get(&world, "/api/inbox").await["items"][0].clone(),
    ] {
        assert_eq!(thread["people"][0]["name"], "Ruth Okafor");
    }
}

#[tokio::test]
async fn what_was_taken_for_an_opt_out_is_confirmed_or_undone() {
    for (confirmed, can_reply) in [(true, false), (false, true)] {
        let (world, path) = written("Please stop texting me about this").await;
        let thread = get(&world, &path).await;
        let wording = &thread["opt_out_to_check"]["wording"];
        assert_eq!(wording, "Please stop texting me about this");
        let refused = reply(&path, "Sorry!", "one").of(&world).await;
        assert!(refused.expect_problem(409).contains("undo"));
        let decided = act(
            &path,
            "opt-out",
            &json!({ "opted_out": confirmed, "reason": "asked her" }),
        );
        let thread = decided.of(&world).await.expect(200);
        assert_eq!(thread["opt_out_to_check"], Value::Null);
        assert_eq!(
            (&thread["opted_out"], &thread["can_reply"]),
            (&json!(confirmed), &json!(can_reply))
        );
    }
}

#[tokio::test]
async fn a_picture_is_looked_at_by_a_signed_address() {
    let (world, path) = written("Look!").await;
    let entries = get(&world, &format!("{path}/entries")).await;
    let entry = &entries["items"][0];
    assert_eq!(entry["text"]["media"][0]["is_picture"], true);
    let id = entry["id"].as_str().expect("an id");
    let link = get(&world, &format!("{path}/entries/{id}/media/0")).await;
    assert_eq!(link["method"], "GET");
    let url = link["url"].as_str().expect("an address");
    assert!(
        url.contains("/inbox/thr_") && url.contains("X-Amz-Signature"),
        "{url}"
    );
    let gone = case(
        "no file",
        Ask::get(&format!("{path}/entries/{id}/media/1")),
        404,
        "no such file",
    );
    assert_refused(vec![gone], &world).await;
}

#[tokio::test]
async fn answers_are_kept_as_they_were_decided() {
    let world = World::start().await;
    let none = get(&world, "/api/inbox/answers").await;
    assert_eq!(
        none,
        json!({ "keywords": [], "after_hours": null, "version": 0 })
    );
    let admin = Token::id("ada", &["admin"]).sign();
    let change = |version: &str| {
        Ask::new("PUT", "/api/inbox/answers")
            .json(&answers())
            .token(&admin)
            .header("if-match", version)
    };
    let mut expected = answers();
    expected["version"] = json!(1);
    assert_eq!(change("\"0\"").of(&world).await.expect(200), expected);
    assert_eq!(get(&world, "/api/inbox/answers").await, expected);
    change("\"0\"").of(&world).await.expect_problem(412);
}

#[tokio::test]
async fn bad_answers_are_refused_each_at_its_place() {
    let world = World::start().await;
    let admin = Token::id("ada", &["admin"]).sign();
    let with = |pointer: &str, value: Value| {
        let mut body = answers();
        *body.pointer_mut(pointer).expect("a place") = value;
        Ask::new("PUT", "/api/inbox/answers")
            .json(&body)
            .token(&admin)
            .header("if-match", "*")
    };
    let one = |pointer: &'static str, value, field, sentence| {
        wrong_field(pointer, with(pointer, value), field, sentence)
    };
    let keyword = answers()["keywords"][0].clone();
    let day = answers()["after_hours"]["office_hours"][0].clone();
    let cases = vec![
        one("/keywords", json!({}), "keywords", "Give a list"),
        one("/keywords/0", json!(7), "keywords[0]", "Give an object"),
        one(
            "/keywords",
            json!([keyword, keyword]),
            "keywords[1].keyword",
            "there twice",
        ),
        one(
            "/keywords",
            json!(vec![keyword.clone(); 51]),
            "keywords",
            "at most 50",
        ),
        one(
            "/keywords/0/keyword",
            json!("stop"),
            "keywords[0].keyword",
            "Choose another",
        ),
        one(
            "/keywords/0/keyword",
            json!("!"),
            "keywords[0].keyword",
            "Enter a word",
        ),
        one(
            "/keywords/0/answer",
            json!(""),
            "keywords[0].answer",
            "empty",
        ),
        one(
            "/keywords/0/answer",
            json!("a".repeat(481)),
            "keywords[0].answer",
            "480",
        ),
        one(
            "/keywords/0/translations/es",
            json!(" "),
            "keywords[0].translations.es",
            "empty",
        ),
        one(
            "/keywords/0/translations",
            json!({ "x_y": "a" }),
            "keywords[0].translations.x_y",
            "language code",
        ),
        one(
            "/keywords/0/starts_at",
            json!("2099-12-25T00:00:00Z"),
            "keywords[0].ends_at",
            "after the beginning",
        ),
        one(
            "/keywords/0/ends_at",
            json!("tomorrow"),
            "keywords[0].ends_at",
            "RFC 3339",
        ),
        one(
            "/after_hours/answer",
            json!(7),
            "after_hours.answer",
            "Use text.",
        ),
        one(
            "/after_hours/office_hours",
            json!([]),
            "after_hours.office_hours",
            "at least one day",
        ),
        one(
            "/after_hours/office_hours",
            json!([day, day]),
            "after_hours.office_hours[1].day",
            "there twice",
        ),
        one(
            "/after_hours/office_hours/0/day",
            json!("Monday"),
            "after_hours.office_hours[0].day",
            "Use one of",
        ),
        one(
            "/after_hours/office_hours/0/opens",
            json!("9"),
            "after_hours.office_hours[0].opens",
            "hours and minutes",
        ),
        one(
            "/after_hours/office_hours/0/closes",
            json!("08:00"),
            "after_hours.office_hours[0].closes",
            "after the one",
        ),
    ];
    assert_refused(cases, &world).await;
}

#[tokio::test]
async fn a_bad_action_is_refused_and_changes_nothing() {
    let (world, path) = written("Hello").await;
    let machine = world.receive("SM2", "12345", "Your code is 1").await;
    let machine = format!("/api/inbox/{machine}");
    let unknown = format!("/api/inbox/{}", ThreadId::for_sender("+12125550199"));
    let note = json!({ "content": "Called her." });
    let nobody = act(&path, "assign", &json!({ "user_id": "nobody" })).header("if-match", "*");
    let opt_out = json!({ "opted_out": true, "reason": "asked" });
    assert_refused(
        vec![
            case("no thread", Ask::get(&unknown), 404, "no such thread"),
            case("no id", Ask::get("/api/inbox/thr_1"), 404, "no such thread"),
            case(
                "no entries",
                Ask::get(&format!("{unknown}/entries")),
                404,
                "no such thread",
            ),
            case(
                "no thread for a note",
                act(&unknown, "notes", &note),
                404,
                "no such thread",
            ),
            case(
                "no version",
                act(&path, "resolve", &json!({})),
                428,
                "If-Match",
            ),
            case(
                "a machine",
                reply(&machine, "Thanks", "one"),
                409,
                "a phone",
            ),
            case(
                "a machine that is opted out",
                act(&machine, "opt-out", &opt_out),
                409,
                "a phone",
            ),
            case(
                "a bad cursor",
                Ask::get("/api/inbox?cursor=!"),
                400,
                "cursor",
            ),
            wrong_field(
                "a filter",
                Ask::get("/api/inbox?filter=all"),
                "filter",
                "Use one of open",
            ),
            wrong_field(
                "a time",
                act(&path, "read", &json!({})),
                "last_text_at",
                "as it was read",
            ),
            wrong_field("nobody", nobody, "user_id", "Choose somebody"),
            wrong_field(
                "an empty note",
                act(&path, "notes", &json!({ "content": " " })),
                "content",
                "empty",
            ),
            wrong_field(
                "an empty reply",
                reply(&path, " ", "two"),
                "content",
                "empty",
            ),
            wrong_field(
                "no key",
                act(&path, "replies", &json!({ "content": "Hello" })),
                "Idempotency-Key",
                "such as a UUID",
            ),
        ],
        &world,
    )
    .await;
}
