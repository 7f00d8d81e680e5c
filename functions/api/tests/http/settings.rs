//! What the church has decided, and what it spends.

use app::ports::{BudgetStore, MoneyReservation};
use domain::money::YearMonth;
use domain::{BroadcastId, MicroDollars};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::{Ask, Token, World, assert_refused, wrong_field};

/// Settings that differ from those that hold by default.
pub(crate) fn decided() -> Value {
    json!({
        "time_zone": "America/Denver", "other_time_zones": ["America/New_York"],
        "quiet_hours": { "opens": "10:00", "closes": "19:30" }, "segments_per_second": 3,
        "monthly_cap": 50_000_000, "countries": ["CA", "US"], "text_prices": { "US": 12_000 },
        "other_text_price": 600_000, "carrier_answers_keywords": false, "calls_at_once": 5,
        "call_landlines": true,
    })
}

fn put(version: &str, body: &Value) -> Ask {
    let ask = Ask::new("PUT", "/api/settings").json(body);
    ask.header("if-match", version)
        .token(&Token::id("ada", &["admin"]).sign())
}

#[tokio::test]
async fn what_was_decided_is_what_is_read_and_an_old_version_is_not_taken() {
    let world = World::start().await;
    let first = Ask::get("/api/settings").of(&world).await;
    assert_eq!(first.header("etag"), "\"0\"");
    let first = first.expect(200);
    assert_eq!(first["time_zone"], "America/Chicago");
    assert_eq!(
        first["quiet_hours"],
        json!({ "opens": "09:00", "closes": "20:00" })
    );
    let changed = put("\"0\"", &decided()).of(&world).await;
    assert_eq!(changed.header("etag"), "\"1\"");
    let changed = changed.expect(200);
    let mut expected = decided();
    expected["version"] = json!(1);
    expected["prices_as_of"] = json!("2026-03-01");
    assert_eq!(changed, expected);
    let read = Ask::get("/api/settings").of(&world).await.expect(200);
    assert_eq!(read, changed);
    let before = world.everything().await;
    put("\"0\"", &decided())
        .of(&world)
        .await
        .expect_problem(412);
    let unnamed = put("*", &decided()).without_header("if-match");
    unnamed.of(&world).await.expect_problem(428);
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn bad_settings_are_refused_field_by_field() {
    let world = World::start().await;
    let one = |field: &'static str, value: Value, sentence| {
        let mut body = decided();
        body[field] = value;
        wrong_field(field, put("*", &body), field, sentence)
    };
    let early = json!({ "opens": "07:00", "closes": "20:00" });
    assert_refused(
        vec![
            one("time_zone", json!("Dallas"), "Choose a time zone"),
            one("other_time_zones", json!(["Dallas"]), "Choose a time zone"),
            one("quiet_hours", early, "before 08:00"),
            one("quiet_hours", json!({}), "hours and minutes"),
            one("segments_per_second", json!(0), "Enter 1 to 225"),
            one("monthly_cap", json!(-1), "$0.00 or more"),
            one("monthly_cap", json!("5"), "whole number"),
            one("countries", json!([]), "at least one country"),
            one("countries", json!(["us"]), "two capital letters"),
            one("text_prices", json!({ "usa": 5 }), "two capital letters"),
            one("text_prices", json!({ "US": -5 }), "$0.00 or more"),
            one("other_text_price", json!(-5), "$0.00 or more"),
            one("carrier_answers_keywords", json!(1), "true or false"),
            one("calls_at_once", json!(0), "from 1 to 50"),
            one("calls_at_once", json!(300), "from 1 to 50"),
            one("call_landlines", json!("yes"), "true or false"),
        ],
        &world,
    )
    .await;
    let empty = put("*", &json!({})).of(&world).await;
    let all = empty.expect_wrong_fields();
    assert_eq!(
        all.len(),
        decided().as_object().map_or(0, serde_json::Map::len)
    );
}

#[tokio::test]
async fn a_month_shows_what_is_set_aside_under_the_cap() {
    let world = World::start().await;
    put("*", &decided()).of(&world).await.expect(200);
    let reservation = MoneyReservation {
        expense: BroadcastId::new(Timestamp::UNIX_EPOCH, 1).into(),
        month: YearMonth::parse("2026-03").expect("a month"),
        amount: MicroDollars::new(30_000_000),
        spent: None,
    };
    let decision = world.store.reserve_money(&reservation, None).await;
    decision.expect("set aside");
    let march = json!({
        "month": "2026-03", "cap": 50_000_000, "reserved": 30_000_000, "spent": 0, "remaining": 20_000_000,
        "used_percent": 60, "alarm_level": "half",
    });
    let now = Ask::get("/api/spending").of(&world).await.expect(200);
    assert_eq!(now, march);
    let may = Ask::get("/api/spending?month=2026-05")
        .of(&world)
        .await
        .expect(200);
    assert_eq!(
        (&may["reserved"], &may["alarm_level"]),
        (&json!(0), &json!("none"))
    );
    let wrong = Ask::get("/api/spending?month=May");
    let case = wrong_field("no month", wrong, "month", "Enter a month");
    assert_refused(vec![case], &world).await;
}
