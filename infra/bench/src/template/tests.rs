//! The template as it is deployed, and a small one.

use super::*;

const DEPLOYED: &str = include_str!("../../../../template.yaml");

const SMALL: &str = r#"
Parameters:
  Port: { Type: Number, Default: 0 }
Conditions:
  IsLocal: !Not [!Equals [!Ref Port, 0]]
Globals: { Function: { MemorySize: 256 } }
Resources:
  Things: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 120 } }
  WorkerFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: target/lambda/worker/
      Timeout: 20
      Environment:
        Variables:
          LEVEL: info
          QUEUE: !Ref Things
          URL: !If [IsLocal, !Sub "http://127.0.0.1:${Port}/x", !Sub "https://${AWS::Region}.example.org"]
          NOTHING: !If [IsLocal, !Ref AWS::NoValue, something]
      Events:
        Sends: { Type: SQS, Properties: { Queue: !GetAtt Things.Arn, BatchSize: 7 } }
"#;

#[test]
fn a_function_gets_the_variables_that_it_would_get_deployed() {
    let template = Template::parse(SMALL).expect("a template");
    let worker = template.function("worker").expect("a function");
    assert_eq!((worker.memory, worker.timeout), (256, 20));
    let variables = template.environment(&worker).expect("variables");
    assert_eq!(variables["LEVEL"], "info");
    assert!(variables["QUEUE"].ends_with("/Things"));
    assert_eq!(variables["URL"], "https://us-east-1.example.org");
    assert_eq!(variables["NOTHING"], "something");
    let local = template.with("Port", 4566);
    let variables = local.environment(&worker).expect("variables");
    assert_eq!(variables["URL"], "http://127.0.0.1:4566/x");
    assert!(!variables.contains_key("NOTHING"));
    let trigger = template.queue_trigger(&worker).expect("a trigger");
    let expected = QueueTrigger {
        queue: "Things".into(),
        batch: 7,
        concurrency: 1,
        visibility: 120,
    };
    assert_eq!(trigger, expected);
}

#[test]
fn what_has_no_value_is_named() {
    let template = Template::parse(&SMALL.replace("!Ref Things", "!Ref Elsewhere"));
    let template = template.expect("a template");
    let worker = template.function("worker").expect("a function");
    let error = template.environment(&worker).expect_err("no value");
    assert!(
        format!("{error:#}").contains("QUEUE of worker: Elsewhere has no value"),
        "{error:#}"
    );
}

#[test]
fn every_function_of_the_deployment_is_understood() {
    let template = Template::parse(DEPLOYED)
        .expect("a template")
        .with("ChurchName", "Church of the Bench")
        .with("ChurchPhone", "+12025550100")
        .with("TwilioAccountSid", "AC");
    let functions = template.functions().expect("functions");
    assert!(functions.len() >= 7, "{functions:?}");
    for function in &functions {
        let variables = template.environment(function).expect("variables");
        assert!(variables.contains_key("RUST_LOG"), "{}", function.name);
    }
    let worker = template.function("send-worker").expect("a function");
    let trigger = template.queue_trigger(&worker).expect("a trigger");
    assert_eq!(trigger.queue, "SendQueue");
    assert!(trigger.concurrency >= 2);
    let worker = template.function("statistics-worker").expect("a function");
    let trigger = template.stream_trigger(&worker).expect("a trigger");
    assert_eq!(trigger.window, 1, "as on AWS");
    assert!(!trigger.patterns.is_empty());
}
