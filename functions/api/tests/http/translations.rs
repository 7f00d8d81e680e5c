//! Translations of a draft: what is asked for, what is shown, and what is refused.

use app::ports::TranslationStore;
use domain::translation::{LanguageOutcome, LanguageResult};
use domain::{LanguageTag, MessageTemplate, MicroDollars};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Ask, World, assert_refused, wrong_field};

fn draft() -> Value {
    json!({ "content": "Hi {first_name|friend}", "language": "en", "languages": ["es", "ko", "vi"] })
}

fn tag(text: &str) -> LanguageTag {
    LanguageTag::parse(text).expect("a tag")
}

#[tokio::test]
async fn a_draft_is_queued_by_its_id_and_read_as_far_as_it_has_come() {
    let world = World::start().await;
    let made = Ask::post("/api/translations", &draft()).of(&world).await;
    let location = made.headers["location"].clone();
    let made = made.expect(202);
    assert_eq!(made["status"], "working");
    let id = made["id"].as_str().expect("an id");
    assert_eq!(location, format!("/api/translations/{id}"));
    let queued = world.queue.bodies().await;
    assert_eq!(
        queued,
        [json!({ "task": "translate.v1", "translation_id": id })]
    );

    let parsed = id.parse().expect("an id");
    let progress = world.store.get_translation(parsed).await.expect("read");
    let translation = progress.expect("it is there").translation;
    let outcomes = [
        (
            "es",
            LanguageResult::Done {
                text: MessageTemplate::parse("Hola {first_name|ñandú}").expect("a template"),
                back_translation: Some("Hello {first_name|rhea}".into()),
                warnings: vec!["Look at it.".into()],
            },
        ),
        (
            "vi",
            LanguageResult::Failed {
                reason: "It took too long.".into(),
            },
        ),
    ];
    for (language, result) in outcomes {
        let outcome = LanguageOutcome {
            result,
            cost: MicroDollars::ZERO,
        };
        let kept = world
            .store
            .keep_outcome(&translation, &tag(language), &outcome)
            .await;
        kept.expect("kept");
    }
    let path = format!("/api/translations/{id}");
    let read = Ask::get(&path).of(&world).await.expect(200);
    assert_eq!(read["status"], "working");
    let nothing = json!({
        "language": "ko", "status": "working", "text": null, "back_translation": null, "encoding": null,
        "segments": null, "warnings": [], "reason": null,
    });
    let with = |changes: Value| {
        let mut all = nothing.clone();
        for (name, value) in changes.as_object().expect("an object") {
            all[name] = value.clone();
        }
        all
    };
    let spanish = with(json!({
        "language": "es", "status": "done", "text": "Hola {first_name|ñandú}",
        "back_translation": "Hello {first_name|rhea}", "encoding": "unicode", "segments": 1,
        "warnings": ["Look at it."],
    }));
    let vietnamese = with(json!({
        "language": "vi", "status": "failed", "reason": "It took too long.",
    }));
    assert_eq!(read["translations"], json!([spanish, nothing, vietnamese]));
}

#[tokio::test]
async fn what_does_not_come_back_fails_after_three_minutes_and_is_gone_after_a_week() {
    let world = World::start().await;
    let made = Ask::post("/api/translations", &draft()).of(&world).await;
    let made = made.expect(202);
    let path = format!("/api/translations/{}", made["id"].as_str().expect("an id"));
    world.clock.advance(SignedDuration::from_secs(179));
    let read = Ask::get(&path).of(&world).await.expect(200);
    assert_eq!(read["status"], "working");
    world.clock.advance(SignedDuration::from_secs(1));
    let read = Ask::get(&path).of(&world).await.expect(200);
    assert_eq!(read["status"], "done");
    let reason = read["translations"][0]["reason"].as_str();
    assert!(reason.is_some_and(|reason| reason.contains("in time")));
    world.clock.advance(SignedDuration::from_hours(7 * 24));
    Ask::get(&path).of(&world).await.expect_problem(404);
}

#[tokio::test]
async fn a_church_without_a_model_is_told_so_and_nothing_is_queued() {
    let world = World::start_with(|ports| ports.model = None).await;
    let assistant = Ask::get("/api/assistant").of(&world).await.expect(200);
    assert_eq!(assistant["is_available"], false);
    assert_eq!(assistant["model"], Value::Null);
    let refused = Ask::post("/api/translations", &draft()).of(&world).await;
    refused.expect_problem(409);
    assert!(world.queue.bodies().await.is_empty());
    let world = World::start().await;
    let assistant = Ask::get("/api/assistant").of(&world).await.expect(200);
    let expected = json!({ "is_available": true, "model": "small", "explanation": null });
    assert_eq!(assistant, expected);
}

#[tokio::test]
async fn a_bad_draft_is_refused_and_nothing_is_paid_for() {
    let world = World::start().await;
    let many: Vec<String> = ('a'..='u').map(|letter| format!("a{letter}")).collect();
    let one = |name, field: &'static str, value, sentence| {
        let mut body = draft();
        body[field] = value;
        wrong_field(name, Ask::post("/api/translations", &body), field, sentence)
    };
    assert_refused(
        vec![
            one("nothing", "content", json!(" "), "it is empty"),
            one(
                "a field that is none",
                "content",
                json!("Hi {nick}"),
                "position 4",
            ),
            one(
                "no language",
                "language",
                json!("english"),
                "Enter a language code",
            ),
            one("no languages", "languages", json!([]), "from 1 to 20"),
            one("too many", "languages", json!(many), "there are 21"),
            one("no list", "languages", json!("es"), "Use a list of texts"),
            one(
                "no tag",
                "languages",
                json!(["en_US"]),
                "\"en_US\" is no language",
            ),
            one("its own", "languages", json!(["EN"]), "is in \"en\""),
            one(
                "twice",
                "languages",
                json!(["es", "ES"]),
                "\"es\" is there twice",
            ),
        ],
        &world,
    )
    .await;
    assert!(world.queue.bodies().await.is_empty());
}
