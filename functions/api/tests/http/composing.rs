//! What is composed: previewed with its price, and tried out.

use std::time::Instant;

use serde_json::{Value, json};

use crate::support::{Ask, Token, World, assert_refused, case, wrong_field};

fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

async fn preview(world: &World, body: Value) -> Value {
    Ask::post("/api/messages/preview", &body)
        .of(world)
        .await
        .expect(200)
}

#[tokio::test]
async fn a_text_is_priced_in_each_language_before_it_is_sent_and_costs_that() {
    let world = World::start().await;
    world.add("Ruth Okafor", "212 555 0101").await;
    let luz = json!({ "name": "Luz", "phone": "212 555 0102", "preferred_language": "es-MX" });
    let luz = Ask::post("/api/contacts", &luz)
        .of(&world)
        .await
        .expect(201);
    let mut message = json!({
        "send_to_all": true,
        "content": "Hi {first_name}, dinner on Friday",
        "translations": { "es": "Hola {first_name}, cena el viernes a las seis – en el salón de la iglesia, como siempre" },
    });
    message["preview_as"] = json!(id(&luz));
    let before = world.everything().await;
    let shown = preview(&world, message.clone()).await;
    assert_eq!(world.everything().await, before);
    assert_eq!(
        (&shown["recipients"], &shown["is_estimate"]),
        (&json!(2), &json!(false))
    );
    let estimate = &shown["estimate"];
    let english = &estimate["texts"][0];
    assert_eq!(
        (&english["language"], &english["segments"]),
        (&json!("en"), &json!(1))
    );
    assert_eq!(english["sample"]["text"], "Hi Ruth, dinner on Friday");
    let spanish = &estimate["texts"][1];
    assert_eq!(
        (&spanish["encoding"], &spanish["segments_max"]),
        (&json!("unicode"), &json!(2))
    );
    assert_eq!(
        (&estimate["segments"], &estimate["price"]),
        (&json!(3), &json!(3 * 14_500))
    );
    assert_eq!(estimate["budget"]["fits"], true);
    assert!(estimate["out_by"].is_string());
    let person = &shown["preview_as"];
    assert_eq!(
        (&person["language"], &person["price"]),
        (&json!("es"), &json!(2 * 14_500))
    );
    assert_eq!(person["skip_reason"], Value::Null);

    message
        .as_object_mut()
        .expect("an object")
        .remove("preview_as");
    message["message_type"] = json!("sms");
    let sent = Ask::post("/api/messages/send", &message)
        .of(&world)
        .await
        .expect(202);
    world.plan(&sent).await;
    let planned = Ask::get(&format!("/api/broadcasts/{}", id(&sent)))
        .of(&world)
        .await
        .expect(200);
    assert_eq!(
        (&planned["segments"], &planned["cost"], &planned["is_test"]),
        (&estimate["segments"], &estimate["price"], &json!(false))
    );
}

#[tokio::test]
async fn a_message_that_does_not_fit_into_the_months_money_is_told_so() {
    let world = World::start().await;
    world.add("Ruth Okafor", "212 555 0101").await;
    let mut settings = crate::settings::decided();
    for (cap, fits) in [(12_000, true), (11_999, false)] {
        settings["monthly_cap"] = json!(cap);
        Ask::new("PUT", "/api/settings")
            .json(&settings)
            .header("if-match", "*")
            .token(&Token::id("ada", &["admin"]).sign())
            .of(&world)
            .await
            .expect(200);
        let message = json!({ "send_to_all": true, "content": "Dinner" });
        let budget = &preview(&world, message).await["estimate"]["budget"];
        assert_eq!(
            (&budget["fits"], &budget["remaining"]),
            (&json!(fits), &json!(cap))
        );
    }
}

#[tokio::test]
async fn a_test_goes_to_one_person_in_the_language_that_was_chosen() {
    let world = World::start().await;
    let ruth = world.add("Ruth Okafor", "212 555 0101").await;
    world.add("Samuel", "212 555 0102").await;
    let test = json!({
        "contact_id": id(&ruth),
        "content": "Hi {first_name}",
        "translations": { "es": "Hola {first_name}" },
        "test_language": "es",
    });
    let ask = || Ask::post("/api/messages/test", &test).header("idempotency-key", "once");
    let sent = ask().of(&world).await.expect(202);
    assert_eq!(
        (&sent["is_test"], &sent["language"]),
        (&json!(true), &json!("es"))
    );
    assert_eq!(ask().of(&world).await.expect(202)["id"], sent["id"]);
    let messages = world.plan(&sent).await;
    assert_eq!(messages.len(), 1);
    let message = Ask::get(&format!("/api/messages/{}", messages[0]))
        .of(&world)
        .await
        .expect(200);
    assert_eq!(
        (&message["content"], &message["contact_id"]),
        (&json!("Hola Ruth"), &ruth["id"])
    );
}

#[tokio::test]
async fn a_bad_preview_or_test_is_refused_and_nothing_changes() {
    let world = World::start().await;
    let ruth = world.add("Ruth Okafor", "212 555 0101").await;
    let unknown = crate::support::unknown_contact();
    let preview = |field: &str, value: Value| {
        let mut body = json!({ "content": "Dinner", "send_to_all": true });
        body[field] = value;
        Ask::post("/api/messages/preview", &body)
    };
    let test = |field: &str, value: Value| {
        let mut body = json!({ "content": "Dinner", "contact_id": id(&ruth) });
        body[field] = value;
        Ask::post("/api/messages/test", &body)
    };
    let bare = |field: &str, value: Value| {
        Ask::post(
            "/api/messages/preview",
            &json!({ "send_to_all": true, field: value }),
        )
    };
    assert_refused(
        vec![
            wrong_field(
                "an unknown person",
                preview("preview_as", json!(unknown)),
                "preview_as",
                "no contact",
            ),
            wrong_field(
                "no id",
                preview("preview_as", json!("Ruth")),
                "preview_as",
                "con_",
            ),
            wrong_field(
                "a wrong field",
                preview("content", json!("Hi {nick}")),
                "content",
                "position 4",
            ),
            wrong_field(
                "a time without a text",
                bare("scheduled_at", Value::Null),
                "content",
                "it is empty",
            ),
            wrong_field(
                "a field that is unknown",
                preview("message_typ", json!("sms")),
                "message_typ",
                "no field",
            ),
            wrong_field(
                "a test for nobody",
                test("contact_id", json!(unknown)),
                "contact_id",
                "no contact",
            ),
            wrong_field(
                "a test for a name",
                test("contact_id", json!("Ruth")),
                "contact_id",
                "con_",
            ),
            wrong_field(
                "a language that is missing",
                test("test_language", json!("fr")),
                "test_language",
                "not written",
            ),
            wrong_field(
                "no language",
                test("test_language", json!("french")),
                "test_language",
                "language code",
            ),
            wrong_field(
                "a test for everyone",
                test("send_to_all", json!(true)),
                "send_to_all",
                "no field",
            ),
        ],
        &world,
    )
    .await;
}

fn potluck(name: &str) -> Value {
    json!({
        "name": name,
        "content": "Hi {first_name|friend}, dinner on Friday.",
        "translations": { "es": "Hola {first_name}" },
        "purpose": "solicitation",
    })
}

#[tokio::test]
async fn a_template_is_kept_with_its_translations_and_no_change_is_lost() {
    let world = World::start().await;
    let made = Ask::post("/api/templates", &potluck("Potluck"))
        .of(&world)
        .await
        .expect(201);
    Ask::post("/api/templates", &potluck("Advent"))
        .of(&world)
        .await
        .expect(201);
    let path = format!("/api/templates/{}", id(&made));
    assert_eq!(Ask::get(&path).of(&world).await.expect(200), made);
    assert_eq!(
        (&made["language"], &made["translations"]["es"]),
        (&json!("en"), &json!("Hola {first_name}"))
    );
    let put = |version: &str, body: &Value| {
        let ask = Ask::new("PUT", &path).json(body);
        ask.header("if-match", version)
    };
    let plain = json!({ "name": "Supper", "content": "Supper on Friday" });
    let changed = put("\"1\"", &plain).of(&world).await.expect(200);
    assert_eq!(
        (&changed["version"], &changed["translations"]),
        (&json!(2), &json!({}))
    );
    let list = Ask::get("/api/templates").of(&world).await.expect(200);
    let names: Vec<_> = list["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|template| template["name"].as_str())
        .collect();
    assert_eq!(names, [Some("Advent"), Some("Supper")]);
    let unknown = "/api/templates/tpl_01K6Q2V9GZ3M8T5R7W1X4Y6A0B";
    assert_refused(
        vec![
            case(
                "a version that is gone",
                put("\"1\"", &plain),
                412,
                "changed",
            ),
            case(
                "no version",
                Ask::new("PUT", &path).json(&plain),
                428,
                "If-Match",
            ),
            wrong_field(
                "a name that is taken",
                Ask::post("/api/templates", &potluck("ADVENT")),
                "name",
                "already",
            ),
            wrong_field(
                "no name",
                Ask::post("/api/templates", &json!({ "content": "Dinner" })),
                "name",
                "Enter a name",
            ),
            case("one that is not there", Ask::get(unknown), 404, "template"),
        ],
        &world,
    )
    .await;
    let delete = || Ask::new("DELETE", &path).header("if-match", "\"2\"");
    delete().of(&world).await.expect(204);
    delete().of(&world).await.expect_problem(404);
}

#[tokio::test]
async fn who_did_what_is_told_to_administrators_newest_first() {
    let world = World::start().await;
    let ruth = world.add("Ruth Okafor", "212 555 0101").await;
    let send = |purpose: &str| {
        let body = json!({
            "send_to_all": true, "content": "Snow", "message_type": "sms", "purpose": purpose,
            "confirm_emergency": true,
        });
        Ask::post("/api/messages/send", &body)
    };
    send("information").of(&world).await.expect(202);
    world.clock.advance(jiff::SignedDuration::from_mins(1));
    let emergency = send("emergency").of(&world).await.expect(202);
    world.clock.advance(jiff::SignedDuration::from_mins(1));
    let cancel = format!("/api/broadcasts/{}/cancel", id(&emergency));
    Ask::post(&cancel, &json!({})).of(&world).await.expect(202);
    world.clock.advance(jiff::SignedDuration::from_mins(1));
    let opt_out = format!("/api/contacts/{}/opt-out", id(&ruth));
    let asked = json!({ "opted_out": true, "reason": "asked in person" });
    Ask::post(&opt_out, &asked).of(&world).await.expect(200);
    let admin = Token::id("ada", &["admin"]).sign();
    let page = |query: String| Ask::get(&format!("/api/audit?limit=2{query}")).token(&admin);
    let first = page(String::new()).of(&world).await.expect(200);
    let next = first["next_cursor"].as_str().expect("a next page");
    let second = page(format!("&cursor={next}")).of(&world).await.expect(200);
    let told: Vec<_> = [&first, &second]
        .into_iter()
        .flat_map(|page| page["items"].as_array().expect("a list"))
        .map(|entry| (entry["action"].clone(), entry["subject_id"].clone()))
        .collect();
    let expected = [
        ("opt_out_noted", id(&ruth)),
        ("broadcast_cancelled", id(&emergency)),
        ("emergency_sent", id(&emergency)),
    ];
    assert_eq!(
        told,
        expected.map(|(action, subject)| (json!(action), json!(subject)))
    );
    assert_eq!(second["next_cursor"], Value::Null);
    assert_eq!(second["items"][0]["outcome"], "done");
    assert!(!format!("{first}{second}").contains("Ruth"));
}

#[tokio::test]
async fn a_number_that_can_not_be_texted_is_shown_left_out_and_cleared() {
    let world = World::start().await;
    let ruth = world.add("Ruth Okafor", "212 555 0101").await;
    world.mark_unreachable(&ruth).await;
    let path = format!("/api/contacts/{}", id(&ruth));
    let marked = Ask::get(&path).of(&world).await.expect(200);
    assert_eq!(
        marked["unreachable"],
        json!({
            "code": "30006", "reason": "landline", "since": "2026-03-01T09:30:00Z",
            "reason_text": "The number is a landline, or can't take texts.",
        })
    );
    let message = json!({ "send_to_all": true, "content": "Dinner", "preview_as": id(&ruth) });
    let shown = preview(&world, message.clone()).await;
    assert_eq!(
        (&shown["recipients"], &shown["left_out"][0]["reason"]),
        (&json!(0), &json!("landline"))
    );
    assert_eq!(shown["preview_as"]["skip_reason"], "landline");
    let clear = || Ask::new("DELETE", &format!("{path}/unreachable"));
    clear().of(&world).await.expect(204);
    clear().of(&world).await.expect(204);
    let cleared = Ask::get(&path).of(&world).await.expect(200);
    assert_eq!(cleared["unreachable"], Value::Null);
    assert_eq!(preview(&world, message).await["recipients"], 1);
}

/// How long a preview of a directory takes, and how many questions to the store. `TIDINGS_TEST_PEOPLE` makes it larger.
#[tokio::test]
async fn previewing_asks_the_store_a_question_for_each_page() {
    let people = std::env::var("TIDINGS_TEST_PEOPLE")
        .map_or(1_500, |count| count.parse().expect("a number"));
    let world = World::start().await;
    world.add_many(people).await;
    let message = json!({ "send_to_all": true, "content": "Hi {first_name}, dinner on Friday" });
    world.dynamodb_requests.take();
    let begun = Instant::now();
    let shown = preview(&world, message).await;
    let (took, requests) = (begun.elapsed(), world.dynamodb_requests.take());
    println!("previewing {people} people: {took:?}, {requests:?} requests to the store");
    assert_eq!(shown["recipients"], people);
    assert!(
        requests.len() <= 4 + usize::try_from(people).expect("a number").div_ceil(1_000),
        "{requests:?}"
    );
}
