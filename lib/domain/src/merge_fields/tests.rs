use proptest::prelude::*;

use super::*;

fn template(text: &str) -> MessageTemplate {
    MessageTemplate::parse(text).expect("a template")
}

fn render(text: &str, name: &str, city: &str) -> String {
    template(text).render(&MergeValues {
        name: Some(name),
        city: Some(city),
        church: None,
        language: &LanguageTag::english(),
    })
}

#[test]
fn a_field_is_filled_with_the_readers_own_data() {
    let text = "Hi {first_name}, {name} of {city|Texas}: {{welcome}} to { Church }!";
    assert_eq!(
        render(text, "Okafor, Ruth", "Dallas"),
        "Hi Ruth, Okafor, Ruth of Dallas: {welcome} to our church!"
    );
    assert_eq!(render("{first_name}{CITY}", "Ruth", "Dallas"), "RuthDallas");
}

#[test]
fn a_missing_or_blank_value_gives_way_to_the_fallback() {
    for name in ["", "  ", "-", "\u{200b}", "\u{0}\n", ","] {
        assert_eq!(render("Hi {first_name},", name, ""), "Hi friend,");
        assert_eq!(
            render("Hi {first_name | dear one },", name, ""),
            "Hi dear one,"
        );
    }
    assert_eq!(render("in {city}", "", " "), "in your city");
    assert_eq!(
        render("in {city|the a|b of it}", "", ""),
        "in the a|b of it"
    );
    let spanish = LanguageTag::parse("es").expect("a language tag");
    let nothing = MergeValues {
        name: None,
        city: None,
        church: Some("Gracia"),
        language: &spanish,
    };
    assert_eq!(
        template("Hola {name}, {church} está en {city}").render(&nothing),
        "Hola amigo/a, Gracia está en su ciudad"
    );
}

#[test]
fn the_values_of_a_contact_are_taken_from_the_directory() {
    let form = crate::contact::ContactChange {
        name: Some("Rev. Ruth Okafor".into()),
        phone: Some("(212) 555-0123".into()),
        city: Some(Some("Dallas".into())),
        ..Default::default()
    };
    let region = "US".parse().expect("a country code");
    let details = ContactDetails::from_form(form, region).expect("a good form");
    let values = MergeValues::of(&details, Some("Grace Church"), &details.preferred_language);
    assert_eq!(
        template("{first_name} ({name}), {city}, {church}").render(&values),
        "Ruth (Rev. Ruth Okafor), Dallas, Grace Church"
    );
    assert_eq!(format!("{values:?}"), "MergeValues(..)");
}

#[test]
fn a_directory_entry_is_never_read_as_a_template_and_never_breaks_the_text() {
    assert_eq!(render("Hi {name}!", "{city}", "Dallas"), "Hi {city}!");
    assert_eq!(render("Hi {name}!", "}}{{a", "Dallas"), "Hi }}{{a!");
    assert_eq!(
        render("Hi {name}!", "Ruth\r\n\u{1b}[31m\u{202e}Okafor", ""),
        "Hi Ruth [31mOkafor!"
    );
    assert_eq!(render("{name}", &"x".repeat(5_000), "").len(), 100);
}

#[test]
fn what_is_no_template_is_refused_with_its_place_and_the_remedy() {
    use InvalidTemplate::*;
    for (text, error) in [
        ("é {first_nam}", UnknownField { position: 3 }),
        ("{}", UnknownField { position: 1 }),
        ("{|x}", UnknownField { position: 1 }),
        ("{name} {first name}", UnknownField { position: 8 }),
        ("Hi {name", UnclosedBrace { position: 4 }),
        ("Hi {name, {city}", UnclosedBrace { position: 4 }),
        ("Hi {name|{city}}", UnclosedBrace { position: 4 }),
        ("{", UnclosedBrace { position: 1 }),
        ("Hi name}", StrayClosingBrace { position: 8 }),
        ("{name}}", StrayClosingBrace { position: 7 }),
        ("Hi {{first_name}}", DoubleBraces { position: 4 }),
        ("{{ Name |friend}}", DoubleBraces { position: 1 }),
        ("{name| }", EmptyFallback { position: 1 }),
        (" \n", Content(InvalidContent::Empty)),
        (
            "\u{0}",
            Content(InvalidContent::ControlCharacter { position: 1 }),
        ),
    ] {
        assert_eq!(MessageTemplate::parse(text), Err(error), "{text}");
    }
}

#[test]
fn an_error_says_what_to_do() {
    for (text, sentence) in [
        (
            "{nam}",
            "There is no field of the name in the braces at position 1. Use {first_name}, {name}, {city} or {church}; \
             for a brace itself, write {{ or }}.",
        ),
        (
            "{name",
            "Close the brace at position 1, as in {first_name}; for a brace itself, write {{.",
        ),
        (
            "a }",
            "The brace at position 3 closes nothing. Remove it; for a brace itself, write }}.",
        ),
        (
            "{{name}}",
            "Write the field at position 1 with one brace on each side, as in {first_name}.",
        ),
        (
            "{name|}",
            "Write what stands in for a missing value after the bar, as in {first_name|friend}, or remove the bar: the \
             field at position 1 has none.",
        ),
        ("", "Write the message: it is empty."),
    ] {
        let error = MessageTemplate::parse(text).expect_err("no template");
        assert_eq!(error.to_string(), sentence);
    }
    let known = MessageTemplate::parse("{nam}")
        .expect_err("no template")
        .to_string();
    for field in MergeField::ALL {
        assert!(known.contains(&format!("{{{}}}", field.as_str())));
    }
}

#[test]
fn literal_braces_may_touch_a_field() {
    assert_eq!(render("{{{name}}}", "Ruth", ""), "{Ruth}");
    assert_eq!(render("{{}}{{{{", "Ruth", ""), "{}{{");
}

#[test]
fn the_fields_of_a_template_are_told() {
    let fields = template("{name} {first_name|x} {name} {{y}}").fields();
    let expected = BTreeSet::from([MergeField::FirstName, MergeField::Name]);
    assert_eq!(fields, expected);
    assert!(template("Dinner on Friday").fields().is_empty());
    let json = serde_json::to_string(&fields).expect("JSON");
    assert_eq!(json, r#"["first_name","name"]"#);
}

#[test]
fn a_text_that_its_values_make_too_long_is_refused() {
    let template = template(&format!("{}{{name}}", "a".repeat(1_590)));
    let english = LanguageTag::english();
    let values = |name| MergeValues {
        name: Some(name),
        city: None,
        church: None,
        language: &english,
    };
    let content = template.render_content(&values("Ruth Boaz"));
    assert_eq!(content.expect("1,599 characters").as_str().len(), 1_599);
    assert_eq!(
        template.render_content(&values("Ruth Okafor")),
        Err(InvalidContent::TooLong { characters: 1_601 })
    );
}

#[test]
fn a_template_is_its_text_in_json_and_hidden_in_debug_output() {
    let template = template("Hi {first_name|friend}, {{amen}}");
    let json = serde_json::to_string(&template).expect("JSON");
    assert_eq!(json, r#""Hi {first_name|friend}, {{amen}}""#);
    let read: MessageTemplate = serde_json::from_str(&json).expect("a template");
    assert_eq!(read, template);
    assert!(serde_json::from_str::<MessageTemplate>("\"{nam}\"").is_err());
    assert_eq!(format!("{template:?}"), "MessageTemplate(..)");
    assert_eq!(
        template.source().as_str(),
        "Hi {first_name|friend}, {{amen}}"
    );
}

/// Texts in which braces, bars and field names are frequent.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("|".to_owned()),
        Just("{name}".to_owned()),
        Just("{first_name|x}".to_owned()),
        Just("{church}".to_owned()),
        "\\PC{0,6}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_text_without_braces_says_itself(text in "[^{}\\p{Cc}]{0,200}", name in any::<String>()) {
        if !text.trim().is_empty() {
            let template = MessageTemplate::parse(&text);
            prop_assert_eq!(template.map(|t| t.render(&values(&name))), Ok(text));
        }
    }

    #[test]
    fn rendering_never_panics_and_is_bounded(text in any_text(), name in any::<String>()) {
        if let Ok(template) = MessageTemplate::parse(&text) {
            let rendered = template.render(&values(&name));
            // Each field is at least six characters of the text, and becomes a hundred at most.
            let most = text.chars().count() + text.matches('{').count() * 100;
            prop_assert!(rendered.chars().count() <= most);
            let content = template.render_content(&values(&name));
            prop_assert!(content.is_ok_and(|content| content.as_str() == rendered));
        }
    }

    #[test]
    fn any_name_gives_one_readable_line(name in any::<String>()) {
        let rendered = render("{first_name}", &name, "");
        prop_assert!(!rendered.trim().is_empty());
        prop_assert!(rendered.chars().count() <= MergeValues::MAXIMUM_CHARACTERS);
        prop_assert!(!rendered.chars().any(char::is_control));
    }

    #[test]
    fn braces_that_are_doubled_are_read_as_written(text in "[a-m{}]{1,40}") {
        let doubled = text.replace('{', "{{").replace('}', "}}");
        let template = MessageTemplate::parse(&doubled);
        prop_assert_eq!(template.map(|t| t.render(&values("Ruth"))), Ok(text));
    }
}

fn values(name: &str) -> MergeValues<'_> {
    const CHURCH: &str = "Grace {city} Church";
    static ENGLISH: std::sync::LazyLock<LanguageTag> =
        std::sync::LazyLock::new(LanguageTag::english);
    MergeValues {
        name: Some(name),
        city: None,
        church: Some(CHURCH),
        language: &ENGLISH,
    }
}
