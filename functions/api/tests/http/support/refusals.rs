//! Asserting that bad input is refused, and that nothing was changed by it.

use super::{Answer, Ask, World};

/// A bad request, its status, and words of the sentence that is answered.
pub(crate) struct Case {
    name: &'static str,
    ask: Ask,
    status: u16,
    /// The wrong field, for 422.
    field: Option<&'static str>,
    sentence: &'static str,
}

/// A request that is refused as a whole.
pub(crate) fn case(name: &'static str, ask: Ask, status: u16, sentence: &'static str) -> Case {
    Case {
        name,
        ask,
        status,
        field: None,
        sentence,
    }
}

/// A request of which a single field is refused.
pub(crate) fn wrong_field(
    name: &'static str,
    ask: Ask,
    field: &'static str,
    sentence: &'static str,
) -> Case {
    Case {
        name,
        ask,
        status: 422,
        field: Some(field),
        sentence,
    }
}

/// Asserts of each case that it is refused as it says, with a problem document, and changes nothing.
pub(crate) async fn assert_refused(cases: Vec<Case>, world: &World) {
    let before = world.everything().await;
    for case in cases {
        let answer = case.ask.of(world).await;
        println!("{}: {} {}", case.name, answer.status, answer.body);
        let sentence = sentence(&answer, case.status, case.field, case.name);
        assert!(
            sentence.contains(case.sentence),
            "{}: {sentence}",
            case.name
        );
        assert_eq!(
            world.everything().await,
            before,
            "{}: something was changed",
            case.name
        );
    }
}

/// The sentence that is answered: the field's own, where a single field is wrong.
fn sentence<'a>(answer: &'a Answer, status: u16, field: Option<&str>, name: &str) -> &'a str {
    let detail = answer.expect_problem(status);
    let Some(field) = field else {
        return detail;
    };
    let errors = answer.expect_wrong_fields();
    assert_eq!(errors.len(), 1, "{name}: {errors:?}");
    assert_eq!(errors[0].0, field, "{name}");
    assert!(
        errors[0].1.ends_with('.'),
        "{name}: no sentence: {}",
        errors[0].1
    );
    errors[0].1
}
