//! Twilio's error codes: what each means for what we do next, and in words for staff what happened, and what to do
//! where something can be done. Source of each: `https://www.twilio.com/docs/api/errors/<code>`.

use domain::delivery::{Failure, FailureKind};

/// What some codes mean. Codes with one meaning for us and one sentence share a row.
struct Meaning {
    codes: &'static [&'static str],
    kind: FailureKind,
    sentence: &'static str,
}

/// What a code means that is not in the table, perhaps a new one.
const UNKNOWN: Meaning = Meaning {
    codes: &[],
    kind: FailureKind::Unknown,
    sentence: "The text did not go out, and the phone company gave no reason that we know.",
};

/// Why a call that Twilio took could not be made, where it says nothing more.
const UNCONNECTED: &str = "The call could not be put through. Check the number in the contact.";

/// The one table of codes; no code is in it twice.
const MEANINGS: &[Meaning] = &[
    Meaning {
        codes: &["21211", "21214", "21217"],
        kind: FailureKind::InvalidNumber,
        sentence: "This is not a phone number that can be texted. Check it in the contact.",
    },
    Meaning {
        codes: &["30005"],
        kind: FailureKind::InvalidNumber,
        sentence: "This number does not exist any more. Check it in the contact.",
    },
    Meaning {
        codes: &["21614", "30006"],
        kind: FailureKind::Landline,
        sentence: "This is a landline, or a phone that can't get texts.",
    },
    Meaning {
        codes: &["21635"],
        kind: FailureKind::Landline,
        sentence: "This is a landline. Try a call instead.",
    },
    Meaning {
        codes: &["21610"],
        kind: FailureKind::OptedOut,
        sentence: "This person asked not to get texts from the church.",
    },
    Meaning {
        codes: &["30004"],
        kind: FailureKind::ThisTextOnly,
        sentence: "The person's phone or phone company blocks our texts.",
    },
    Meaning {
        codes: &["30007"],
        kind: FailureKind::ThisTextOnly,
        sentence: "The phone company took the text for spam. Say who you are, and avoid shortened links.",
    },
    Meaning {
        codes: &["30003"],
        kind: FailureKind::MayPass,
        sentence: "The phone was off or out of reach.",
    },
    Meaning {
        codes: &["30008"],
        kind: FailureKind::MayPass,
        sentence: "The phone company did not say why it was not delivered.",
    },
    Meaning {
        codes: &["30017"],
        kind: FailureKind::MayPass,
        sentence: "The phone company's network was too busy.",
    },
    Meaning {
        codes: &["30410"],
        kind: FailureKind::MayPass,
        sentence: "The phone company did not answer in time.",
    },
    Meaning {
        codes: &["20429", "14107", "21611", "30001", "30022"],
        kind: FailureKind::Busy,
        sentence: "Too many texts were sent at once.",
    },
    Meaning {
        codes: &["30023", "30027", "63038"],
        kind: FailureKind::DailyCap,
        sentence: "The day's limit of texts is reached. It can be sent again tomorrow.",
    },
    Meaning {
        codes: &["20003"],
        kind: FailureKind::Configuration,
        sentence: "Twilio did not take our account or password. Ask whoever set up Tidings to check them.",
    },
    Meaning {
        codes: &["21606"],
        kind: FailureKind::Configuration,
        sentence: "The church's number can't send texts. Ask whoever set up Tidings to check it at Twilio.",
    },
    Meaning {
        codes: &["21408"],
        kind: FailureKind::Configuration,
        sentence: "Texts to this country are not switched on at Twilio.",
    },
    Meaning {
        codes: &["30002"],
        kind: FailureKind::Configuration,
        sentence: "The church's Twilio account is suspended. Ask whoever set up Tidings to look at it.",
    },
    Meaning {
        codes: &["30024", "30032", "30034"],
        kind: FailureKind::Configuration,
        sentence: "The church's number is not registered yet for texts to this country.",
    },
    Meaning {
        codes: &["10004"],
        kind: FailureKind::Busy,
        sentence: "Too many calls were made at once.",
    },
    Meaning {
        codes: &["21210", "21212"],
        kind: FailureKind::Configuration,
        sentence: "The church's number can't make calls. Ask whoever set up Tidings to check it at Twilio.",
    },
    Meaning {
        codes: &["21215"],
        kind: FailureKind::Configuration,
        sentence: "Calls to this country are not switched on at Twilio.",
    },
    Meaning {
        codes: &["21216"],
        kind: FailureKind::ThisTextOnly,
        sentence: "Twilio does not call this number.",
    },
    // No text, no sender, no recipient, a text that is too long.
    Meaning {
        codes: &["21602", "21603", "21604", "21617"],
        kind: FailureKind::Ours,
        sentence: "Tidings put this text together wrongly. Please report it.",
    },
    // Nothing is wrong with the number, and a resend would come at a time that was ruled out for it.
    Meaning {
        codes: &["30036"],
        kind: FailureKind::Unknown,
        sentence: "The phone could not be reached in the time that the text was allowed to take.",
    },
];

fn meaning(code: &str) -> &'static Meaning {
    MEANINGS
        .iter()
        .find(|meaning| meaning.codes.contains(&code))
        .unwrap_or(&UNKNOWN)
}

/// What kind of failure a code is; [`FailureKind::Unknown`] for codes that we do not know.
pub fn kind_of(code: &str) -> FailureKind {
    meaning(code).kind
}

/// The failure of a code, with its kind and a sentence for staff; a missing code is called `unknown`.
pub(super) fn failure(code: &str) -> Failure {
    let code = if code.is_empty() { "unknown" } else { code };
    let Meaning { kind, sentence, .. } = meaning(code);
    Failure::new(code, *kind, *sentence)
}

/// The failure of a call that Twilio took, and could not make; mostly without a code.
pub(super) fn call_failure(code: &str) -> Failure {
    let failure = failure(code);
    match failure.kind {
        FailureKind::Unknown => Failure::new(failure.code, FailureKind::Unknown, UNCONNECTED),
        _ => failure,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Written down apart from the table: what a code means decides whether anyone is texted again.
    const EXPECTED: [(FailureKind, &[&str]); 9] = [
        (
            FailureKind::InvalidNumber,
            &["21211", "21214", "21217", "30005"],
        ),
        (FailureKind::Landline, &["21614", "21635", "30006"]),
        (FailureKind::OptedOut, &["21610"]),
        (FailureKind::ThisTextOnly, &["30004", "30007"]),
        (FailureKind::MayPass, &["30003", "30008", "30017", "30410"]),
        (
            FailureKind::Busy,
            &["20429", "30001", "21611", "30022", "14107"],
        ),
        (FailureKind::DailyCap, &["30023", "30027", "63038"]),
        (
            FailureKind::Configuration,
            &[
                "20003", "21606", "21408", "30002", "30024", "30032", "30034",
            ],
        ),
        (FailureKind::Ours, &["21602", "21603", "21604", "21617"]),
    ];

    #[test]
    fn every_code_that_we_met_has_its_kind_and_words_of_its_own() {
        for (kind, codes) in EXPECTED {
            for code in codes {
                assert_eq!(kind_of(code), kind, "{code}");
                assert_ne!(failure(code).sentence, UNKNOWN.sentence, "{code}");
                assert_eq!(failure(code).code, *code);
            }
        }
    }

    #[test]
    fn every_kind_but_unknown_has_a_code_and_no_code_means_two_things() {
        for kind in FailureKind::ALL {
            let has_code = EXPECTED.iter().any(|(expected, _)| *expected == kind);
            assert_eq!(has_code, kind != FailureKind::Unknown, "{kind:?}");
        }
        let mut seen = HashSet::new();
        for code in MEANINGS.iter().flat_map(|meaning| meaning.codes) {
            assert!(seen.insert(code), "{code} is in the table twice");
        }
    }

    #[test]
    fn a_code_that_nobody_knows_is_held_against_nobody() {
        for (code, named) in [("99999", "99999"), ("", "unknown"), ("abc", "abc")] {
            let expected = Failure::new(named, FailureKind::Unknown, UNKNOWN.sentence);
            assert_eq!(failure(code), expected);
        }
    }
}
