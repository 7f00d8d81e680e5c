//! What is asked of EventBridge Scheduler, and what its answers come to.

use aws_credential_types::Credentials;
use aws_types::region::Region;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::*;
use crate::aws::configuration;

fn id() -> ReminderId {
    ReminderId::new(Timestamp::UNIX_EPOCH, 5)
}

fn schedule_path() -> String {
    format!("/schedules/{}", id())
}

fn at() -> Timestamp {
    "2026-03-08T14:00:00Z".parse().expect("a time")
}

async fn scheduler(server: &MockServer) -> EventBridgeScheduler {
    let credentials = Credentials::from_keys("test", "test", None);
    let region = Region::from_static("us-east-1");
    let wiring = SchedulerWiring {
        group: "tidings-reminders".into(),
        function_arn: "arn:aws:lambda:us-east-1:000000000000:function:tidings-reminder".into(),
        role_arn: "arn:aws:iam::000000000000:role/alarms".into(),
        dead_letters_arn: "arn:aws:sqs:us-east-1:000000000000:dead-letters".into(),
    };
    EventBridgeScheduler::new(
        &configuration(region, credentials, Some(server.uri())),
        wiring,
    )
}

fn refusal(status: u16, code: &str) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("x-amzn-errortype", code)
        .set_body_json(json!({ "Message": "no" }))
}

fn done() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "ScheduleArn": "arn:aws:scheduler:x" }))
}

/// Gives these answers to requests of a method, one after another, and the last one for ever.
async fn answers(server: &MockServer, verb: &str, answers: Vec<ResponseTemplate>) {
    let last = answers.len() - 1;
    for (number, answer) in answers.into_iter().enumerate() {
        let mock = Mock::given(method(verb))
            .and(path(schedule_path()))
            .respond_with(answer);
        let mock = if number < last {
            mock.up_to_n_times(1)
        } else {
            mock
        };
        mock.mount(server).await;
    }
}

async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.expect("requests")
}

#[tokio::test]
async fn an_alarm_is_a_one_time_schedule_in_utc_that_calls_the_function_with_the_reminder() {
    let server = MockServer::start().await;
    answers(&server, "PUT", vec![done()]).await;
    scheduler(&server)
        .await
        .set_alarm(id(), at())
        .await
        .expect("set");
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 1);
    let body: Value = requests[0].body_json().expect("JSON");
    assert_eq!(body["ScheduleExpression"], "at(2026-03-08T14:00:00)");
    assert_eq!(body["ScheduleExpressionTimezone"], "UTC");
    assert_eq!(body["FlexibleTimeWindow"], json!({ "Mode": "OFF" }));
    assert_eq!(body["GroupName"], "tidings-reminders");
    assert_eq!(
        (&body["State"], &body["ActionAfterCompletion"]),
        (&json!("ENABLED"), &json!("NONE"))
    );
    let target = &body["Target"];
    assert_eq!(target["RetryPolicy"]["MaximumEventAgeInSeconds"], 900);
    assert_eq!(
        target["DeadLetterConfig"]["Arn"],
        "arn:aws:sqs:us-east-1:000000000000:dead-letters"
    );
    let task: ReminderTask =
        serde_json::from_str(target["Input"].as_str().expect("text")).expect("a task");
    assert_eq!(task, ReminderTask::FireV1 { reminder_id: id() });
}

#[tokio::test]
async fn an_alarm_that_is_not_there_is_made_also_when_somebody_else_makes_it_at_the_same_time() {
    for (puts, posts, expected) in [
        (
            vec![refusal(404, NOT_FOUND)],
            vec![done()],
            vec!["PUT", "POST"],
        ),
        (
            vec![refusal(404, NOT_FOUND), done()],
            vec![refusal(409, CONFLICT)],
            vec!["PUT", "POST", "PUT"],
        ),
    ] {
        let server = MockServer::start().await;
        answers(&server, "PUT", puts).await;
        answers(&server, "POST", posts).await;
        scheduler(&server)
            .await
            .set_alarm(id(), at())
            .await
            .expect("set");
        let requests = requests(&server).await;
        let methods: Vec<&str> = requests
            .iter()
            .map(|request| request.method.as_str())
            .collect();
        assert_eq!(methods, expected);
    }
}

#[tokio::test]
async fn what_can_not_be_done_is_an_error() {
    let server = MockServer::start().await;
    answers(&server, "PUT", vec![refusal(400, "ValidationException")]).await;
    answers(
        &server,
        "DELETE",
        vec![refusal(403, "AccessDeniedException")],
    )
    .await;
    answers(&server, "GET", vec![refusal(403, "AccessDeniedException")]).await;
    let scheduler = scheduler(&server).await;
    assert!(scheduler.set_alarm(id(), at()).await.is_err());
    assert!(scheduler.remove_alarm(id()).await.is_err());
    assert!(scheduler.get_alarm(id()).await.is_err());
}

#[tokio::test]
async fn an_alarm_that_is_gone_is_removed() {
    let server = MockServer::start().await;
    answers(&server, "DELETE", vec![done(), refusal(404, NOT_FOUND)]).await;
    let scheduler = scheduler(&server).await;
    for _ in 0..2 {
        scheduler.remove_alarm(id()).await.expect("removed");
    }
    assert!(
        requests(&server).await[0]
            .url
            .query()
            .is_some_and(|query| query.contains("tidings-reminders"))
    );
}

#[tokio::test]
async fn an_alarm_is_read_as_it_was_set_and_one_that_is_not_ours_as_none_that_anybody_wants() {
    let schedule = |change: fn(&mut Value)| {
        let mut schedule = json!({
            "ScheduleExpression": "at(2026-03-08T14:00:00)", "ScheduleExpressionTimezone": "UTC", "State": "ENABLED",
            "FlexibleTimeWindow": { "Mode": "OFF" },
            "Target": {
                "Arn": "arn:aws:lambda:us-east-1:000000000000:function:tidings-reminder",
                "RoleArn": "arn:aws:iam::000000000000:role/alarms",
            },
        });
        change(&mut schedule);
        ResponseTemplate::new(200).set_body_json(schedule)
    };
    let never = Some(Timestamp::MIN);
    for (answer, expected) in [
        (refusal(404, NOT_FOUND), None),
        (schedule(|_| ()), Some(at())),
        (
            schedule(|schedule| schedule["State"] = json!("DISABLED")),
            never,
        ),
        (
            schedule(|schedule| schedule["ScheduleExpression"] = json!("rate(1 hour)")),
            never,
        ),
        (
            schedule(|schedule| schedule["ScheduleExpressionTimezone"] = json!("Asia/Tokyo")),
            never,
        ),
        (
            schedule(|schedule| schedule["Target"]["Arn"] = json!("arn:aws:lambda:other")),
            never,
        ),
    ] {
        let server = MockServer::start().await;
        answers(&server, "GET", vec![answer]).await;
        let alarm = scheduler(&server).await.get_alarm(id()).await;
        assert_eq!(alarm.expect("an answer"), expected);
    }
}

#[tokio::test]
async fn all_alarms_are_listed_whatever_the_number_of_pages() {
    let server = MockServer::start().await;
    let page = |name: &str, next: Option<&str>| {
        let body =
            json!({ "Schedules": [{ "Name": name, "CreationDate": 1_000 }], "NextToken": next });
        ResponseTemplate::new(200).set_body_json(body)
    };
    Mock::given(path("/schedules"))
        .and(query_param("NextToken", "more"))
        .respond_with(page(&id().to_string(), None))
        .mount(&server)
        .await;
    Mock::given(path("/schedules"))
        .and(query_param("ScheduleGroup", "tidings-reminders"))
        .respond_with(page("somebody-elses", Some("more")))
        .mount(&server)
        .await;
    let alarms = scheduler(&server)
        .await
        .list_alarms()
        .await
        .expect("a list");
    let made = Timestamp::from_second(1_000).expect("a time");
    assert_eq!(alarms, [(id(), made)]);
}

#[test]
fn a_task_is_kept_as_it_is_written_today() {
    for (json, task) in [
        (
            r#"{"task":"reconcile.v1"}"#.to_owned(),
            ReminderTask::ReconcileV1,
        ),
        (
            format!(r#"{{"task":"fire.v1","reminder_id":"{}"}}"#, id()),
            ReminderTask::FireV1 { reminder_id: id() },
        ),
    ] {
        assert_eq!(serde_json::to_string(&task).expect("JSON"), json);
        assert_eq!(
            serde_json::from_str::<ReminderTask>(&json).expect("a task"),
            task
        );
    }
}
