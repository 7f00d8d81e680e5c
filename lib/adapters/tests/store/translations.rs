//! Translations by the model: begun once, and each language kept once.

use adapters::testing::TestTable;
use app::ports::TranslationStore;
use domain::translation::{LanguageOutcome, LanguageResult};
use domain::{LanguageTag, MessageTemplate, MicroDollars, Translation, TranslationId};

use crate::samples::{noon, seconds_later};

fn tag(text: &str) -> LanguageTag {
    LanguageTag::parse(text).expect("a tag")
}

fn translation(number: u128) -> Translation {
    Translation {
        id: TranslationId::new(noon(), number),
        content: MessageTemplate::parse("Hi {first_name|friend}").expect("a template"),
        language: LanguageTag::english(),
        languages: vec![tag("es"), tag("zh-Hant")],
        created_by: "ruth@example.org".into(),
        created_at: noon(),
    }
}

fn done(text: &str) -> LanguageOutcome {
    LanguageOutcome {
        result: LanguageResult::Done {
            text: MessageTemplate::parse(text).expect("a template"),
            back_translation: Some("Hi {first_name|friend}".into()),
            warnings: vec!["Look at it.".into()],
        },
        cost: MicroDollars::new(520),
    }
}

#[tokio::test]
async fn a_translation_is_read_with_what_became_of_its_languages() {
    let store = TestTable::start().await.store;
    let (one, other) = (translation(1), translation(2));
    assert_eq!(store.get_translation(one.id).await.expect("read"), None);
    for translation in [&one, &other] {
        let created = store.create_translation(translation).await;
        created.expect("created");
    }
    let outcomes = [
        (tag("es"), done("Hola {first_name|amigo}")),
        (
            tag("zh-Hant"),
            LanguageOutcome {
                result: LanguageResult::Failed {
                    reason: "It took too long.".into(),
                },
                cost: MicroDollars::ZERO,
            },
        ),
    ];
    for (language, outcome) in &outcomes {
        let kept = store.keep_outcome(&one, language, outcome).await;
        kept.expect("kept");
    }
    let progress = store.get_translation(one.id).await.expect("read");
    let progress = progress.expect("it is there");
    assert_eq!(progress.translation, one);
    assert_eq!(progress.begun_at, None);
    assert_eq!(progress.outcomes, outcomes.into());
    let progress = store.get_translation(other.id).await.expect("read");
    assert!(progress.expect("it is there").outcomes.is_empty());
}

#[tokio::test]
async fn a_translation_is_begun_by_one_worker_and_once() {
    let store = TestTable::start().await.store;
    let translation = translation(1);
    let begin = |seconds| store.begin_translation(translation.id, seconds_later(seconds));
    assert!(!begin(0).await.expect("answered"), "there is none");
    let created = store.create_translation(&translation).await;
    created.expect("created");
    assert!(begin(1).await.expect("answered"));
    // The same try again, whose first answer was lost, and another worker.
    assert!(begin(1).await.expect("answered"));
    assert!(!begin(2).await.expect("answered"));
    let progress = store.get_translation(translation.id).await.expect("read");
    let begun_at = progress.and_then(|progress| progress.begun_at);
    assert_eq!(begun_at, Some(seconds_later(1)));
}

#[tokio::test]
async fn what_was_kept_of_a_language_stays() {
    let store = TestTable::start().await.store;
    let translation = translation(1);
    let created = store.create_translation(&translation).await;
    created.expect("created");
    for text in ["Hola", "Buenas"] {
        let kept = store
            .keep_outcome(&translation, &tag("es"), &done(text))
            .await;
        kept.expect("kept");
    }
    let progress = store.get_translation(translation.id).await.expect("read");
    let outcomes = progress.expect("it is there").outcomes;
    assert_eq!(outcomes[&tag("es")], done("Hola"));
}
