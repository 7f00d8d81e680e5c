//! Reminders: staff plan them, see exactly when they go out, and what became of them.

use std::sync::Arc;

use app::fire_reminder::FireReminder;
use app::set_alarms::SetAlarms;
use domain::ReminderId;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Answer, Ask, World, assert_refused, case, wrong_field};

/// Each Sunday at nine in Chicago; the tests' time is half past three there, on a Sunday.
pub(crate) fn weekly() -> Value {
    json!({
        "name": "Sunday service", "message_content": "Hi {first_name|friend}, service at ten.", "message_type": "sms",
        "translations": { "es": "Hola {first_name}, culto a las diez." }, "send_to_all": true,
        "schedule_type": "weekly", "schedule_day": "sunday", "schedule_time": "09:00",
    })
}

async fn create(world: &World, body: &Value) -> Value {
    Ask::post("/api/reminders", body)
        .of(world)
        .await
        .expect(201)
}

fn path(reminder: &Value) -> String {
    format!("/api/reminders/{}", reminder["id"].as_str().expect("an id"))
}

fn put(reminder: &Value, version: &str, body: &Value) -> Ask {
    Ask::new("PUT", &path(reminder))
        .json(body)
        .header("if-match", version)
}

async fn act(world: &World, reminder: &Value, action: &str) -> Answer {
    Ask::new("POST", &format!("{}/{action}", path(reminder)))
        .of(world)
        .await
}

fn with(field: &str, value: Value) -> Value {
    let mut body = weekly();
    body[field] = value;
    body
}

/// Does what the function `reminder` does when an alarm rings.
async fn fire(world: &World, reminder: &Value) {
    let id: ReminderId = reminder["id"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("an id");
    let store = Arc::new(world.store.clone());
    let fire = FireReminder {
        reminders: store.clone(),
        queue: world.broadcast_queue.clone(),
        alarms: SetAlarms {
            reminders: store,
            scheduler: world.alarms.clone(),
        },
        church_name: "Grace Church".into(),
        clock: world.clock.clone(),
    };
    fire.run(id).await.expect("fired");
}

#[tokio::test]
async fn a_reminder_is_answered_with_every_field_that_was_given_and_what_comes_next() {
    let world = World::start().await;
    let answer = Ask::post("/api/reminders", &weekly()).of(&world).await;
    assert_eq!(answer.header("etag"), "\"1\"");
    let location = answer.header("location").to_owned();
    let made = answer.expect(201);
    assert_eq!(location, path(&made));
    for (field, value) in weekly().as_object().expect("an object") {
        assert_eq!(made[field], *value, "{field}");
    }
    for (field, value) in [
        ("active", json!(true)),
        ("status", json!("active")),
        ("language", json!("en")),
        ("purpose", json!("information")),
        ("contact_ids", Value::Null),
        ("group_ids", Value::Null),
        ("schedule_date", Value::Null),
        ("interval", json!(1)),
        ("starts_on", json!("2026-03-01")),
        ("time_zone", json!("America/Chicago")),
        ("last_occurrence", Value::Null),
        ("version", json!(1)),
    ] {
        assert_eq!(made[field], value, "{field}");
    }
    let next = &made["next_occurrence"];
    assert_eq!(
        (&next["date"], &next["at"]),
        (&json!("2026-03-01"), &json!("2026-03-01T15:00:00Z"))
    );
    let id = made["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        world.alarms.all(),
        [(id, "2026-03-01T15:00:00Z".to_owned())].into()
    );
    let read = Ask::get(&path(&made)).of(&world).await.expect(200);
    assert_eq!(read, made);
    let list = Ask::get("/api/reminders").of(&world).await.expect(200);
    assert_eq!(list, json!({ "items": [made], "next_cursor": null }));
}

#[tokio::test]
async fn the_preview_shows_the_next_ten_with_clock_changes_short_months_holidays_and_quiet_hours() {
    let world = World::start().await;
    let preview = async |body: Value| {
        let answer = Ask::post("/api/reminders/preview", &body).of(&world).await;
        answer.expect(200)["items"].clone()
    };
    let marks = |item: &Value| -> Vec<String> {
        let marks = item["marks"].as_array().expect("a list");
        marks
            .iter()
            .map(|mark| mark["kind"].as_str().expect("a word").to_owned())
            .collect()
    };
    let weekly =
        json!({ "schedule_type": "weekly", "schedule_day": "sunday", "schedule_time": "02:30" });
    let items = preview(weekly.clone()).await;
    assert_eq!(items.as_array().map(Vec::len), Some(10));
    let second = &items[1];
    assert_eq!(
        (&second["date"], &second["local_time"]),
        (&json!("2026-03-15"), &json!("02:30"))
    );
    assert_eq!(marks(&items[0]), ["gap", "quiet_hours"]);
    assert_eq!(
        (&items[0]["local_time"], &items[0]["at"]),
        (&json!("03:30"), &json!("2026-03-08T08:30:00Z"))
    );
    assert_eq!(items[0]["goes_out_at"], "2026-03-08T14:00:00Z");
    let words = items[0]["marks"][1]["text"].as_str().expect("words");
    assert!(words.contains("09:00"), "{words}");

    let month =
        json!({ "schedule_type": "monthly", "schedule_day": "31", "schedule_time": "09:00" });
    let items = preview(month).await;
    assert_eq!(
        (items[0]["date"].clone(), marks(&items[0])),
        (json!("2026-03-31"), vec!["clock_change".to_owned()])
    );
    assert_eq!(
        (items[1]["date"].clone(), marks(&items[1])),
        (json!("2026-04-30"), vec!["clamped".to_owned()])
    );

    let holidays = json!({ "items": [{ "date": "2026-12-25", "name": "Christmas" }] });
    let put = Ask::new("PUT", "/api/reminders/holidays")
        .json(&holidays)
        .header("if-match", "\"0\"");
    let answer = put.of(&world).await;
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(answer.expect(200)["items"], holidays["items"]);
    let friday = json!({
        "schedule_type": "monthly", "schedule_day": "last friday", "schedule_time": "19:00", "skip_holidays": true,
        "skip_dates": ["2026-11-27"], "starts_on": "2026-10-01",
    });
    let items = preview(friday).await;
    let skipped: Vec<_> = (0..4)
        .map(|index| items[index]["skipped"].clone())
        .collect();
    assert_eq!(
        skipped,
        [
            Value::Null,
            json!("skip_date"),
            json!("holiday"),
            Value::Null
        ]
    );
    assert_eq!(items.as_array().map(Vec::len), Some(12));

    let over =
        json!({ "schedule_type": "once", "schedule_date": "2026-02-01", "schedule_time": "09:00" });
    assert_eq!(preview(over).await, json!([]));
}

#[tokio::test]
async fn who_saves_over_a_reminder_that_just_went_out_is_told() {
    let world = World::start().await;
    world.add("Samuel", "212 555 0123").await;
    let made = create(&world, &weekly()).await;
    let changed = put(&made, "\"1\"", &with("name", json!("Service")))
        .of(&world)
        .await;
    assert_eq!(changed.header("etag"), "\"2\"");
    assert_eq!(changed.expect(200)["name"], "Service");
    world.clock.advance(SignedDuration::from_mins(330));
    fire(&world, &made).await;
    fire(&world, &made).await;
    put(&made, "\"2\"", &weekly())
        .of(&world)
        .await
        .expect_problem(412);
    let unnamed = put(&made, "*", &weekly()).without_header("if-match");
    unnamed.of(&world).await.expect_problem(428);
    let read = Ask::get(&path(&made)).of(&world).await.expect(200);
    assert_eq!(read["last_occurrence"]["outcome"], "sent");
    assert_eq!(read["next_occurrence"]["date"], "2026-03-08");
    assert_eq!(read["next_occurrence"]["marks"][0]["kind"], "clock_change");
}

#[tokio::test]
async fn what_went_out_is_shown_with_its_broadcast_in_the_history_and_on_the_calendar() {
    let world = World::start().await;
    world.add("Samuel", "212 555 0123").await;
    let made = create(&world, &weekly()).await;
    world.clock.advance(SignedDuration::from_mins(331));
    fire(&world, &made).await;
    let history = Ask::get(&format!("{}/occurrences", path(&made)))
        .of(&world)
        .await
        .expect(200);
    let past = &history["items"][0];
    assert_eq!(
        (&past["date"], &past["outcome"], &past["is_late"]),
        (&json!("2026-03-01"), &json!("sent"), &json!(false))
    );
    assert_eq!(past["broadcast"]["content"], weekly()["message_content"]);
    assert_eq!(past["broadcast"]["id"], past["broadcast_id"]);
    assert_eq!(past["broadcast"]["translations"], weekly()["translations"]);
    let broadcasts = Ask::get("/api/broadcasts").of(&world).await.expect(200);
    assert_eq!(broadcasts["items"].as_array().map(Vec::len), Some(1));
    let calendar = Ask::get("/api/reminders/calendar?from=2026-03-01&to=2026-03-15");
    let calendar = calendar.of(&world).await.expect(200);
    let states: Vec<_> = calendar["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| (entry["date"].clone(), entry["state"].clone()))
        .collect();
    let expected = [
        ("2026-03-01", "sent"),
        ("2026-03-08", "planned"),
        ("2026-03-15", "planned"),
    ];
    assert_eq!(
        states,
        expected.map(|(date, state)| (json!(date), json!(state)))
    );
}

#[tokio::test]
async fn pausing_resuming_skipping_copying_and_deleting_do_what_they_say() {
    let world = World::start().await;
    let made = create(&world, &weekly()).await;
    let paused = act(&world, &made, "pause").await.expect(200);
    assert_eq!(
        (&paused["status"], &paused["next_occurrence"]),
        (&json!("paused"), &Value::Null)
    );
    assert!(world.alarms.all().is_empty());
    let upcoming = Ask::get(&format!("{}/upcoming", path(&made)))
        .of(&world)
        .await
        .expect(200);
    assert_eq!(upcoming["items"], json!([]));
    let resumed = act(&world, &made, "resume").await.expect(200);
    assert_eq!(resumed["next_occurrence"]["date"], "2026-03-01");
    let skip = |date: &str| Ask::post(&format!("{}/skip", path(&made)), &json!({ "date": date }));
    skip("2026-03-08").of(&world).await.expect_problem(409);
    let skipped = skip("2026-03-01").of(&world).await.expect(200);
    assert_eq!(
        (&skipped["skip_dates"], &skipped["next_occurrence"]["date"]),
        (&json!(["2026-03-01"]), &json!("2026-03-08"))
    );
    let copy = act(&world, &made, "duplicate").await.expect(201);
    assert_eq!(
        (&copy["name"], &copy["active"]),
        (&json!("Copy of Sunday service"), &json!(false))
    );
    let delete = Ask::new("DELETE", &path(&made));
    delete.of(&world).await.expect(204);
    Ask::get(&path(&made)).of(&world).await.expect_problem(404);
    assert!(world.alarms.all().is_empty());
}

#[tokio::test]
async fn sending_it_now_makes_one_broadcast_for_one_key_and_leaves_the_schedule_alone() {
    let world = World::start().await;
    let made = create(&world, &weekly()).await;
    let send =
        || Ask::new("POST", &format!("{}/send-now", path(&made))).header("idempotency-key", "once");
    let first = send().of(&world).await.expect(202);
    let second = send().of(&world).await.expect(202);
    assert_eq!(first["id"], second["id"]);
    let read = Ask::get(&path(&made)).of(&world).await.expect(200);
    assert_eq!(read, made);
}

#[tokio::test]
async fn a_birthday_reminder_is_for_those_who_have_theirs() {
    let world = World::start().await;
    let birthday = json!({
        "name": "Birthdays", "message_content": "Happy birthday, {first_name|friend}!", "message_type": "sms",
        "send_to_all": true, "schedule_type": "birthday", "schedule_time": "10:00",
    });
    let made = create(&world, &birthday).await;
    assert_eq!(made["next_occurrence"]["at"], "2026-03-01T16:00:00Z");
    let sent = act(&world, &made, "send-now").await.expect(202);
    assert_eq!(sent["birthdays_on"], "2026-03-01");
}

#[tokio::test]
async fn a_bad_reminder_is_refused_field_by_field_and_nothing_is_kept() {
    let world = World::start().await;
    let one = |field: &'static str, value: Value, sentence| {
        let ask = Ask::post("/api/reminders", &with(field, value));
        wrong_field(field, ask, field, sentence)
    };
    let once = |date: &str| {
        let mut body = with("schedule_type", json!("once"));
        body["schedule_date"] = json!(date);
        body["schedule_day"] = Value::Null;
        Ask::post("/api/reminders", &body)
    };
    let holidays = |items: Value| {
        let ask = Ask::new("PUT", "/api/reminders/holidays").json(&json!({ "items": items }));
        ask.header("if-match", "*")
    };
    let calendar = |query: &str| Ask::get(&format!("/api/reminders/calendar?{query}"));
    assert_refused(
        vec![
            one("name", json!(" "), "Enter a name"),
            one("name", json!("a".repeat(81)), "80 characters"),
            one("message_content", json!("Hi {nick}"), "position 4"),
            one("message_type", json!("fax"), "\"voice\""),
            one("purpose", json!("emergency"), "can't be planned"),
            one("send_to_all", json!(false), "Say whom it is for"),
            one("schedule_type", json!("hourly"), "Use \"once\""),
            one("schedule_day", json!("someday"), "Choose days of the week"),
            one("schedule_day", Value::Null, "Choose days of the week"),
            one("schedule_time", json!("9 o'clock"), "such as 09:00"),
            one("schedule_date", json!("2026-12-24"), "Leave this out"),
            one("interval", json!(0), "from 1 to 100"),
            one("interval", json!("2"), "whole number"),
            one("feast", json!("easter"), "schedule_type \"feast\""),
            one("starts_on", json!("2026-02-30"), "such as 2026-12-24"),
            one("ends_on", json!("2026-02-01"), "before the first day"),
            one("ends_after", json!(1_001), "from 1 to 1000"),
            one("skip_dates", json!("2026-12-24"), "list of texts"),
            one("time_zone", json!("Central"), "Choose a time zone"),
            one("nonsense", json!(1), "Remove it"),
            wrong_field("a day that is over", once("2026-02-01"), "schedule_date", "has passed"),
            wrong_field(
                "a rule that never comes",
                Ask::post("/api/reminders", &{
                    let mut body = with("ends_on", json!("2026-02-27"));
                    body["starts_on"] = json!("2026-02-23");
                    body
                }),
                "schedule_type",
                "never comes",
            ),
            wrong_field("a preview of nothing", Ask::post("/api/reminders/preview", &json!({ "schedule_time": "09:00" })), "schedule_type", "Use"),
            wrong_field("holidays that are none", holidays(json!("Christmas")), "items", "list of objects"),
            wrong_field(
                "a holiday without a name",
                holidays(json!([{ "date": "2026-12-25" }])),
                "items[0].name",
                "1 to 60",
            ),
            wrong_field(
                "a holiday twice",
                holidays(json!([{ "date": "2026-12-25", "name": "a" }, { "date": "2026-12-25", "name": "b" }])),
                "items[1].date",
                "once",
            ),
            wrong_field("a calendar of a year", calendar("from=2026-01-01&to=2026-12-31"), "to", "at most 62"),
            wrong_field("a calendar backwards", calendar("from=2026-03-02&to=2026-03-01"), "to", "from the first"),
            case("a reminder that is none", Ask::get("/api/reminders/rem_x"), 404, "no such reminder"),
        ],
        &world,
    )
    .await;
}
