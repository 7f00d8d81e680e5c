use aws_credential_types::Credentials;
use aws_types::region::Region;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use app::ports::SpentTokens;

const PATIENCE: Duration = Duration::from_secs(5);

/// A key out of an SSM that knows one.
async fn key() -> Arc<AuthTokenSource> {
    let ssm = MockServer::start().await;
    let answer = json!({ "Parameter": { "Name": "key", "Value": "good" } });
    Mock::given(header("x-amz-target", "AmazonSSM.GetParameter"))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(&ssm)
        .await;
    let config = crate::aws::configuration(
        Region::new("us-east-1"),
        Credentials::from_keys("key", "secret", None),
        Some(ssm.uri()),
    );
    let source = AuthTokenSource::start(aws_sdk_ssm::Client::new(&config), "key".into()).await;
    Arc::new(source.expect("a key"))
}

pub(in crate::openai) async fn model(url: String) -> OpenAi {
    OpenAi {
        http: crate::http::client(Duration::from_secs(60)).expect("a client"),
        account: ModelAccount {
            api_url: url,
            model: "small".into(),
            prices: ModelPrices {
                input: MicroDollars::new(1),
                output: MicroDollars::new(1),
            },
        },
        key: key().await,
    }
}

fn request(patience: Duration) -> ModelRequest {
    ModelRequest {
        instructions: "Translate.".into(),
        turns: vec![
            Turn::Asked("Hi".into()),
            Turn::Answered("Hola".into()),
            Turn::Asked("Again".into()),
        ],
        form: AnswerForm::Object {
            name: "translated_message",
            schema: json!({ "type": "object" }),
        },
        maximum_tokens: 99,
        patience,
    }
}

fn good() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "choices": [{ "message": { "role": "assistant", "content": "Hola" }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15 },
    }))
}

pub(in crate::openai) async fn answering(answers: Vec<ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    let last = answers.len() - 1;
    for (index, answer) in answers.into_iter().enumerate() {
        let mock = Mock::given(method("POST"))
            .and(path("/chat/completions"))
            .respond_with(answer);
        let mock = if index < last {
            mock.up_to_n_times(1)
        } else {
            mock
        };
        mock.mount(&server).await;
    }
    server
}

pub(in crate::openai) async fn requests(server: &MockServer) -> Vec<wiremock::Request> {
    let requests = server.received_requests().await;
    requests.expect("requests are recorded")
}

#[tokio::test]
async fn a_request_says_what_openai_documents_and_the_answer_is_read() {
    let server = answering(vec![good()]).await;
    let answer = model(server.uri()).await.answer(&request(PATIENCE)).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.text, "Hola");
    let spent = SpentTokens::Exactly(domain::money::TokenUsage {
        input: 12,
        output: 3,
    });
    assert_eq!(answer.spent, spent);
    let sent = requests(&server).await;
    assert_eq!(sent[0].headers["authorization"], "Bearer good");
    let body: Value = sent[0].body_json().expect("JSON");
    let expected = json!({
        "model": "small",
        "messages": [
            { "role": "system", "content": "Translate." },
            { "role": "user", "content": "Hi" },
            { "role": "assistant", "content": "Hola" },
            { "role": "user", "content": "Again" },
        ],
        "max_completion_tokens": 99,
        "response_format": {
            "type": "json_schema",
            "json_schema": { "name": "translated_message", "schema": { "type": "object" }, "strict": true },
        },
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn what_was_not_worked_on_is_sent_again_and_what_may_have_been_is_not() {
    for (first, sent, code) in [
        (429, 2, None),
        (500, 1, Some("out_of_order")),
        (400, 1, Some("not_taken")),
    ] {
        let server = answering(vec![ResponseTemplate::new(first), good()]).await;
        let answer = model(server.uri()).await.answer(&request(PATIENCE)).await;
        assert_eq!(answer.err().map(|failure| failure.code), code, "{first}");
        assert_eq!(requests(&server).await.len(), sent, "{first}");
    }
}

#[tokio::test]
async fn when_there_is_no_time_for_another_try_the_reason_is_given_at_once() {
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "60");
    let server = answering(vec![busy]).await;
    let answer = model(server.uri()).await.answer(&request(PATIENCE)).await;
    let failure = answer.expect_err("there is no time");
    assert_eq!(
        (failure.code, failure.spent),
        ("overloaded", SpentTokens::Nothing)
    );
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    let short = request(Duration::from_millis(200));
    let failure = model(url)
        .await
        .answer(&short)
        .await
        .expect_err("nobody is there");
    assert_eq!(
        (failure.code, failure.spent),
        ("unreachable", SpentTokens::Nothing)
    );
}

#[tokio::test]
async fn an_endpoint_that_never_ends_is_not_waited_for() {
    let slow = good().set_delay(Duration::from_secs(30));
    let server = answering(vec![slow]).await;
    let short = request(Duration::from_millis(200));
    let failure = model(server.uri()).await.answer(&short).await;
    let failure = failure.expect_err("it is too slow");
    assert_eq!(
        (failure.code, failure.spent),
        ("timeout", SpentTokens::Unknown)
    );
}

#[tokio::test]
async fn an_answer_of_any_size_is_read_to_the_limit_and_no_further() {
    let large = ResponseTemplate::new(200).set_body_bytes(vec![b' '; 100 * 1024]);
    let server = answering(vec![large]).await;
    let failure = model(server.uri()).await.answer(&request(PATIENCE)).await;
    assert_eq!(failure.expect_err("too large").code, "too_large");
}

#[tokio::test]
async fn a_key_that_is_not_taken_is_an_error_that_a_person_mends() {
    let server = answering(vec![ResponseTemplate::new(401)]).await;
    let failure = model(server.uri()).await.answer(&request(PATIENCE)).await;
    let failure = failure.expect_err("the key is wrong");
    assert_eq!((failure.code, failure.is_retryable), ("wrong_key", false));
    // It was fetched a moment ago, and is not fetched again within a minute.
    assert_eq!(requests(&server).await.len(), 1);
}
