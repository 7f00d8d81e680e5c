//! Rules for template.yaml that cfn-lint does not know, each held by a template that breaks it.

mod rules;
mod template;

use std::fs;
use std::path::Path;

use template::Template;

fn read(path: &str) -> Template {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&path).expect("the template is there");
    Template::parse(&text).expect("the template is YAML")
}

fn complaints(template: &Template) -> Vec<String> {
    rules::ALL.iter().flat_map(|rule| rule(template)).collect()
}

#[test]
fn the_template_breaks_no_rule() {
    let complaints = complaints(&read("../../template.yaml"));
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_template_is_really_looked_at() {
    let template = read("../../template.yaml");
    for (kind, least) in [
        ("AWS::Serverless::Function", 7),
        ("AWS::SQS::Queue", 7),
        ("AWS::DynamoDB::Table", 1),
        ("AWS::Cognito::UserPool", 1),
        ("AWS::CloudWatch::Alarm", 16),
        ("AWS::IAM::Role", 7),
        ("AWS::Scheduler::Schedule", 1),
    ] {
        assert!(template.resources(kind).count() >= least, "{kind}");
    }
}

/// Each of these is the least template that breaks one rule, and says the word that the complaint must hold.
#[test]
fn every_rule_complains_of_a_template_that_breaks_it() {
    for (bad, words) in [
        ("token-in-environment", &["TWILIO_AUTH_TOKEN", "SSM"][..]),
        ("secret-resolved-into-environment", &["MAILER", "SSM"]),
        (
            "no-partial-failures",
            &["Worker", "ReportBatchItemFailures"],
        ),
        ("stream-without-a-way-out", &["Counter", "destination"]),
        ("visibility-too-short", &["Queue", "180"]),
        ("queue-without-dead-letters", &["Queue", "dead-letter"]),
        ("dead-letters-without-alarm", &["DeadLetters", "alarm"]),
        ("dead-letters-kept-too-short", &["DeadLetters", "14 days"]),
        ("schedule-without-dead-letters", &["Sweep", "dead-letter"]),
        ("schedule-tried-for-a-day", &["Sweep", "3600 s"]),
        ("no-deletion-protection", &["Table", "DeletionProtection"]),
        ("logs-kept-for-ever", &["Worker", "log group"]),
        ("too-much-permission", &["Role", "dynamodb:*"]),
        ("scan", &["Role", "dynamodb:Scan"]),
    ] {
        let complaints = complaints(&read(&format!("tests/template/bad/{bad}.yaml")));
        assert_eq!(complaints.len(), 1, "{bad}: {complaints:?}");
        for word in words {
            assert!(complaints[0].contains(word), "{bad}: {complaints:?}");
        }
    }
}
