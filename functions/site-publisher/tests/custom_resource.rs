//! CloudFormation's protocol and the order of publishing, against a server that speaks S3's REST API as far as needed.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use adapters::aws::configuration;
use aws_credential_types::Credentials;
use aws_sdk_s3::Client;
use aws_types::region::Region;
use serde_json::{Value, json};
use site_publisher::Publisher;
use wiremock::matchers::{method, path, path_regex, query_param};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const BUCKET: &str = "the-bucket";

/// A publisher with a dashboard of a few files, and the server that is S3 and CloudFormation to it.
struct Fixture {
    server: MockServer,
    site: PathBuf,
    publisher: Publisher,
}

impl Fixture {
    /// `there` are keys and sizes of what the bucket holds already.
    async fn new(name: &str, there: &[(&str, usize)]) -> Self {
        let server = MockServer::start().await;
        let site = std::env::temp_dir().join(format!("tidings-site-{name}-{}", std::process::id()));
        fs::create_dir_all(site.join("assets")).expect("the temporary directory can be written");
        for (file, content) in [
            ("index.html", "<html>"),
            ("favicon.svg", "<svg>"),
            ("assets/index-abc.js", "let a"),
            ("assets/font-def.woff2", "font"),
        ] {
            fs::write(site.join(file), content).expect("the temporary directory can be written");
        }
        let objects: String = there
            .iter()
            .map(|(key, size)| format!("<Contents><Key>{key}</Key><Size>{size}</Size></Contents>"))
            .collect();
        let listing = format!(
            "<ListBucketResult><IsTruncated>false</IsTruncated>{objects}</ListBucketResult>"
        );
        Mock::given(method("GET"))
            .and(query_param("list-type", "2"))
            .respond_with(ResponseTemplate::new(200).set_body_raw(listing, "application/xml"))
            .mount(&server)
            .await;
        Mock::given(method("POST"))
            .respond_with(
                ResponseTemplate::new(200).set_body_raw("<DeleteResult/>", "application/xml"),
            )
            .mount(&server)
            .await;
        Mock::given(method("PUT"))
            .and(path("/answer"))
            .respond_with(ResponseTemplate::new(200))
            .mount(&server)
            .await;
        let credentials = Credentials::from_keys("id", "secret", None);
        let client = Client::new(&configuration(
            Region::new("us-east-1"),
            credentials,
            Some(server.uri()),
        ));
        let publisher =
            Publisher::new(client, BUCKET.to_owned(), site.clone()).expect("TLS can be set up");
        Self {
            server,
            site,
            publisher,
        }
    }

    async fn take_uploads(&self) {
        Mock::given(method("PUT"))
            .and(path_regex(format!("^/{BUCKET}/")))
            .respond_with(ResponseTemplate::new(200))
            .mount(&self.server)
            .await;
    }

    fn event(&self, kind: &str) -> Value {
        json!({
            "RequestType": kind,
            "RequestId": "request-1",
            "StackId": "stack-1",
            "ResponseURL": format!("{}/answer", self.server.uri()),
            "ResourceType": "Custom::Dashboard",
            "LogicalResourceId": "Dashboard",
            "PhysicalResourceId": BUCKET,
            "ResourceProperties": { "ServiceToken": "arn", "Config": { "church_name": "St. Test" } },
        })
    }

    async fn handle(&self, event: Value) {
        let deadline = SystemTime::now() + Duration::from_secs(120);
        self.publisher
            .handle(event, deadline)
            .await
            .expect("CloudFormation is answered");
    }

    async fn requests(&self) -> Vec<Request> {
        self.server
            .received_requests()
            .await
            .expect("requests are recorded")
    }

    async fn answer(&self) -> Value {
        let requests = self.requests().await;
        let answers: Vec<_> = requests
            .iter()
            .filter(|request| request.url.path() == "/answer")
            .collect();
        assert_eq!(answers.len(), 1, "one answer");
        assert!(
            !answers[0].headers.contains_key("content-type"),
            "the address is signed without a content type"
        );
        serde_json::from_slice(&answers[0].body).expect("the answer is JSON")
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.site);
    }
}

fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    request
        .headers
        .get(name)
        .map(|value| value.to_str().expect("a header is text"))
        .unwrap_or_default()
}

#[tokio::test]
async fn the_index_is_put_after_all_it_names_and_old_files_go_after_that() {
    let fixture = Fixture::new(
        "order",
        &[
            ("assets/index-old.js", 9),
            ("index.html", 6),
            ("config.json", 2),
        ],
    )
    .await;
    fixture.take_uploads().await;
    fixture.handle(fixture.event("Update")).await;
    let requests = fixture.requests().await;
    let position = |wanted: &str| {
        requests
            .iter()
            .position(|request| request.url.path().ends_with(wanted) && request.method != "GET")
            .unwrap_or_else(|| panic!("no request for {wanted}"))
    };
    let index = position("/index.html");
    for file in [
        "/assets/index-abc.js",
        "/assets/font-def.woff2",
        "/favicon.svg",
        "/config.json",
    ] {
        assert!(position(file) < index, "{file} is there before the index");
    }
    let deletion = requests
        .iter()
        .position(|request| request.method == "POST")
        .expect("old files are deleted");
    assert!(deletion > index);
    let deleted = String::from_utf8_lossy(&requests[deletion].body).into_owned();
    assert!(deleted.contains("assets/index-old.js"));
    assert!(
        !deleted.contains("index.html") && !deleted.contains("config.json"),
        "{deleted}"
    );
    assert_eq!(
        fixture.answer().await,
        json!({
            "Status": "SUCCESS", "Reason": "The dashboard is published", "PhysicalResourceId": BUCKET,
            "RequestId": "request-1", "StackId": "stack-1", "LogicalResourceId": "Dashboard"
        })
    );
}

#[tokio::test]
async fn files_are_kept_for_a_year_only_where_another_content_has_another_name() {
    let fixture = Fixture::new("headers", &[]).await;
    fixture.take_uploads().await;
    fixture.handle(fixture.event("Create")).await;
    let requests = fixture.requests().await;
    for (file, content_type, cache_control) in [
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        ("config.json", "application/json", "no-cache"),
        ("favicon.svg", "image/svg+xml", "no-cache"),
        (
            "assets/index-abc.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        (
            "assets/font-def.woff2",
            "font/woff2",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let path = format!("/{BUCKET}/{file}");
        let request = requests
            .iter()
            .find(|request| request.url.path() == path)
            .expect("the file is put");
        assert_eq!(header(request, "content-type"), content_type, "{file}");
        assert_eq!(header(request, "cache-control"), cache_control, "{file}");
    }
    let config = requests
        .iter()
        .find(|request| request.url.path().ends_with("/config.json"))
        .expect("it is put");
    assert!(String::from_utf8_lossy(&config.body).contains(r#"{"church_name":"St. Test"}"#));
}

#[tokio::test]
async fn a_file_that_is_there_under_its_content_s_name_is_not_put_again() {
    let there = [("assets/index-abc.js", 5), ("assets/font-def.woff2", 3)];
    let fixture = Fixture::new("again", &there).await;
    fixture.take_uploads().await;
    fixture.handle(fixture.event("Update")).await;
    let puts: Vec<_> = fixture
        .requests()
        .await
        .iter()
        .map(|request| request.url.path().to_owned())
        .collect();
    assert!(
        !puts.iter().any(|path| path.ends_with("index-abc.js")),
        "the same size is the same file"
    );
    assert!(
        puts.iter().any(|path| path.ends_with("font-def.woff2")),
        "another size is half an upload"
    );
}

#[tokio::test]
async fn a_failure_is_reported_and_the_old_files_stay() {
    let fixture = Fixture::new("failure", &[("assets/index-old.js", 9)]).await;
    Mock::given(method("PUT"))
        .and(path_regex(format!("^/{BUCKET}/")))
        .respond_with(ResponseTemplate::new(403))
        .mount(&fixture.server)
        .await;
    fixture.handle(fixture.event("Update")).await;
    let answer = fixture.answer().await;
    assert_eq!(answer["Status"], "FAILED");
    assert_eq!(
        answer["PhysicalResourceId"], BUCKET,
        "another id would make CloudFormation delete this one"
    );
    assert!(
        answer["Reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("can't be published")),
        "{answer}"
    );
    assert!(
        fixture
            .requests()
            .await
            .iter()
            .all(|request| request.method != "POST"),
        "nothing is deleted"
    );
}

#[tokio::test]
async fn a_request_that_makes_no_sense_is_answered_all_the_same() {
    let fixture = Fixture::new("nonsense", &[]).await;
    for change in [
        ("RequestType", json!("Explode")),
        ("ResourceProperties", json!({})),
    ] {
        let mut event = fixture.event("Create");
        event[change.0] = change.1;
        fixture.server.reset().await;
        Mock::given(method("PUT"))
            .respond_with(ResponseTemplate::new(200))
            .mount(&fixture.server)
            .await;
        fixture.handle(event).await;
        assert_eq!(fixture.answer().await["Status"], "FAILED", "{}", change.0);
    }
}

#[tokio::test]
async fn too_little_time_is_a_failure_and_not_a_silence() {
    let fixture = Fixture::new("time", &[]).await;
    fixture.take_uploads().await;
    let deadline = SystemTime::now() + Duration::from_secs(9);
    fixture
        .publisher
        .handle(fixture.event("Create"), deadline)
        .await
        .expect("CloudFormation is answered");
    assert_eq!(fixture.answer().await["Status"], "FAILED");
}

#[tokio::test]
async fn deleting_the_stack_empties_this_bucket_and_no_other() {
    let fixture = Fixture::new("delete", &[("index.html", 6), ("assets/index-abc.js", 5)]).await;
    let mut other = fixture.event("Delete");
    other["PhysicalResourceId"] = json!("another-bucket");
    fixture.handle(other).await;
    assert_eq!(fixture.answer().await["Status"], "SUCCESS");
    assert!(
        fixture
            .requests()
            .await
            .iter()
            .all(|request| request.method != "POST"),
        "nothing is deleted"
    );

    fixture.handle(fixture.event("Delete")).await;
    let requests = fixture.requests().await;
    let deletion = requests
        .iter()
        .find(|request| request.method == "POST")
        .expect("the bucket is emptied");
    let deleted = String::from_utf8_lossy(&deletion.body).into_owned();
    assert!(
        deleted.contains("index.html") && deleted.contains("assets/index-abc.js"),
        "{deleted}"
    );
}

#[tokio::test]
async fn an_answer_that_is_not_taken_is_given_again() {
    let fixture = Fixture::new("retry", &[]).await;
    fixture.server.reset().await;
    Mock::given(method("PUT"))
        .and(path("/answer"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .mount(&fixture.server)
        .await;
    Mock::given(method("PUT"))
        .and(path("/answer"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&fixture.server)
        .await;
    let mut event = fixture.event("Delete");
    event["PhysicalResourceId"] = json!("another-bucket");
    fixture.handle(event).await;
    assert_eq!(fixture.requests().await.len(), 2);
}
