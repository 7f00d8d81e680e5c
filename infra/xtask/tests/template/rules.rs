//! The rules. Each gives a sentence for everything that breaks it.

use yaml_serde::Value;

use crate::template::{Resource, Template, list, speaks_of, texts};

/// What a rule is.
type Rule = fn(&Template) -> Vec<String>;

/// All of them.
pub(crate) const ALL: [Rule; 9] = [
    no_secret_in_an_environment,
    batches_fail_in_part,
    visibility_is_six_times_the_timeout,
    queues_have_dead_letters,
    dead_letters_are_kept_and_noticed,
    schedules_give_up_soon_and_leave_a_trace,
    what_can_t_be_made_again_is_protected,
    logs_are_not_kept_for_ever,
    roles_name_their_actions,
];

const FUNCTION: &str = "AWS::Serverless::Function";
const QUEUE: &str = "AWS::SQS::Queue";
const SCHEDULE: &str = "AWS::Scheduler::Schedule";
/// Lambda's own default, in seconds.
const TIMEOUT: u64 = 3;
/// SQS's own default, in seconds.
const VISIBILITY: u64 = 30;
/// The longest that SQS keeps a message, in seconds: 14 days.
const LONGEST: u64 = 1_209_600;

/// A secret in an environment variable is read by whoever may describe the function: it belongs into SSM, and its
/// name into the environment.
fn no_secret_in_an_environment(template: &Template) -> Vec<String> {
    const SECRETS: [&str; 7] = [
        "TOKEN",
        "SECRET",
        "PASSWORD",
        "API_KEY",
        "PRIVATE_KEY",
        "CREDENTIALS",
        "PASSPHRASE",
    ];
    let mut complaints = Vec::new();
    for function in template.resources(FUNCTION) {
        let variables = function.property("Environment")["Variables"]
            .as_mapping()
            .into_iter()
            .flatten();
        for (name, value) in variables {
            let name = name.as_str().unwrap_or_default();
            let resolved = texts(value).iter().any(|text| text.contains("{{resolve:"));
            if resolved || SECRETS.iter().any(|secret| name.ends_with(secret)) {
                complaints.push(format!(
                    "{}: {name} holds a secret: put it into SSM, and its name here",
                    function.id
                ));
            }
        }
    }
    complaints
}

/// Without these, one message that can't be processed takes its whole batch with it, again and again.
fn batches_fail_in_part(template: &Template) -> Vec<String> {
    let mut complaints = Vec::new();
    for (function, event) in events(template) {
        let properties = &event["Properties"];
        match event["Type"].as_str() {
            Some("SQS") => {
                let types = texts(&properties["FunctionResponseTypes"]);
                if !types.contains(&"ReportBatchItemFailures") {
                    complaints.push(format!(
                        "{}: its queue lacks ReportBatchItemFailures",
                        function.id
                    ));
                }
            }
            Some("DynamoDB" | "Kinesis") => {
                let bisects = properties["BisectBatchOnFunctionError"].as_bool() == Some(true);
                if !bisects || properties["DestinationConfig"]["OnFailure"].is_null() {
                    let id = function.id;
                    complaints.push(format!(
                        "{id}: its stream lacks bisection, or a destination for what fails"
                    ));
                }
            }
            _ => {}
        }
    }
    complaints
}

/// Else a message is handed out again while it is worked on:
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>.
fn visibility_is_six_times_the_timeout(template: &Template) -> Vec<String> {
    let mut complaints = Vec::new();
    for (function, event) in
        events(template).filter(|(_, event)| event["Type"].as_str() == Some("SQS"))
    {
        let own = function.property("Timeout").as_u64();
        let timeout = own
            .or(template.global("Timeout").as_u64())
            .unwrap_or(TIMEOUT);
        for queue in template
            .resources(QUEUE)
            .filter(|queue| speaks_of(&event["Properties"]["Queue"], queue.id))
        {
            let visibility = queue
                .property("VisibilityTimeout")
                .as_u64()
                .unwrap_or(VISIBILITY);
            if visibility < 6 * timeout {
                let (queue, function, least) = (queue.id, function.id, 6 * timeout);
                complaints.push(format!(
                    "{queue}: {visibility} s of visibility, and {function} needs {least}"
                ));
            }
        }
    }
    complaints
}

/// A message that fails for ever would else vanish when its time is over.
fn queues_have_dead_letters(template: &Template) -> Vec<String> {
    let queues = template
        .resources(QUEUE)
        .filter(|queue| !is_dead_letters(template, queue.id));
    queues
        .filter(|queue| queue.property("RedrivePolicy")["deadLetterTargetArn"].is_null())
        .map(|queue| format!("{}: no dead-letter queue", queue.id))
        .collect()
}

/// A dead letter is somebody's message: there must be time to put it right, and somebody must be told.
fn dead_letters_are_kept_and_noticed(template: &Template) -> Vec<String> {
    let mut complaints = Vec::new();
    for queue in template
        .resources(QUEUE)
        .filter(|queue| is_dead_letters(template, queue.id))
    {
        if queue.property("MessageRetentionPeriod").as_u64() != Some(LONGEST) {
            complaints.push(format!("{}: kept for less than 14 days", queue.id));
        }
        let mut alarms = template.resources("AWS::CloudWatch::Alarm");
        if !alarms.any(|alarm| speaks_of(alarm.property("Dimensions"), queue.id)) {
            complaints.push(format!(
                "{}: no alarm says that something is in it",
                queue.id
            ));
        }
    }
    complaints
}

/// EventBridge Scheduler tries for a day unless it is told otherwise, and then forgets: what was meant for nine in the
/// morning would come at night, or never.
fn schedules_give_up_soon_and_leave_a_trace(template: &Template) -> Vec<String> {
    const LONGEST_AGE: u64 = 3_600;
    let mut complaints = Vec::new();
    for schedule in template.resources(SCHEDULE) {
        let target = schedule.property("Target");
        if target["DeadLetterConfig"]["Arn"].is_null() {
            complaints.push(format!("{}: no dead-letter queue", schedule.id));
        }
        let age = target["RetryPolicy"]["MaximumEventAgeInSeconds"].as_u64();
        if age.is_none_or(|age| age > LONGEST_AGE) {
            let id = schedule.id;
            complaints.push(format!("{id}: tried for longer than {LONGEST_AGE} s"));
        }
    }
    complaints
}

/// Contacts and users: what a slip of the hand must not delete.
fn what_can_t_be_made_again_is_protected(template: &Template) -> Vec<String> {
    let kept = [
        ("AWS::DynamoDB::Table", "DeletionProtectionEnabled"),
        ("AWS::Cognito::UserPool", "DeletionProtection"),
    ];
    kept.iter()
        .flat_map(|(kind, property)| {
            template
                .resources(kind)
                .map(move |resource| (resource, *property))
        })
        .filter(|(resource, property)| resource.property(property).is_null())
        .map(|(resource, property)| format!("{}: {property} is not set", resource.id))
        .collect()
}

/// A function that makes its own log group makes one that is kept, and paid for, for ever.
fn logs_are_not_kept_for_ever(template: &Template) -> Vec<String> {
    let is_limited = |function: &Resource<'_>| {
        template.resources("AWS::Logs::LogGroup").any(|group| {
            speaks_of(function.property("LoggingConfig"), group.id)
                && !group.property("RetentionInDays").is_null()
        })
    };
    let functions = template
        .resources(FUNCTION)
        .filter(|function| !is_limited(function));
    functions
        .map(|function| format!("{}: no log group with a retention", function.id))
        .collect()
}

/// Least privilege: no wildcard action, and no Scan on a table, which no request needs.
fn roles_name_their_actions(template: &Template) -> Vec<String> {
    let mut complaints = Vec::new();
    for role in template.resources("AWS::IAM::Role") {
        let policies = list(role.property("Policies"));
        let statements = policies
            .iter()
            .flat_map(|policy| list(&policy["PolicyDocument"]["Statement"]));
        for action in statements
            .flat_map(|statement| list(&statement["Action"]))
            .filter_map(Value::as_str)
        {
            if action.contains('*') || action == "dynamodb:Scan" {
                complaints.push(format!("{}: may do {action}", role.id));
            }
        }
    }
    complaints
}

fn events(template: &Template) -> impl Iterator<Item = (Resource<'_>, &Value)> {
    template.resources(FUNCTION).flat_map(|function| {
        let events = function
            .property("Events")
            .as_mapping()
            .into_iter()
            .flatten();
        events.map(move |(_, event)| (function, event))
    })
}

/// Whether something sends what failed to this queue.
fn is_dead_letters(template: &Template, id: &str) -> bool {
    let redriven = template
        .resources(QUEUE)
        .any(|queue| speaks_of(queue.property("RedrivePolicy"), id));
    let left_by_schedule = template
        .resources(SCHEDULE)
        .any(|schedule| speaks_of(&schedule.property("Target")["DeadLetterConfig"], id));
    redriven
        || left_by_schedule
        || events(template)
            .any(|(_, event)| speaks_of(&event["Properties"]["DestinationConfig"], id))
}
