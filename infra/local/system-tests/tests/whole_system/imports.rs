//! An import, from the spreadsheet to the directory, as the dashboard does it.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::stack::{Stack, until};

/// What staff see of an import at each step.
#[derive(Debug, Clone)]
pub(crate) struct Import(pub(crate) Value);

impl Import {
    pub(crate) fn id(&self) -> &str {
        self.0["id"].as_str().expect("an id")
    }
}

impl Stack {
    /// Tells the API of a spreadsheet and puts it where the API says, from outside the API as a browser does.
    pub(crate) async fn upload(&self, text: &str) -> Import {
        let order = json!({ "file_name": "members.csv", "size": text.len() });
        let import = self
            .change(Method::POST, "/api/imports", &order, StatusCode::CREATED)
            .await;
        let upload = &import["upload"];
        let mut request = self
            .anonymous(
                upload["method"]
                    .as_str()
                    .expect("a method")
                    .parse()
                    .expect("a method"),
                upload["url"].as_str().expect("an address"),
            )
            .body(text.to_owned());
        for (name, value) in upload["headers"].as_object().expect("headers") {
            // A browser sets the length by itself, and lets no page do it.
            if !name.eq_ignore_ascii_case("content-length") {
                request = request.header(name, value.as_str().expect("a text"));
            }
        }
        let answer = request.send().await.expect("the bucket answers");
        assert_eq!(answer.status(), StatusCode::OK, "the upload");
        Import(import)
    }

    pub(crate) async fn begin_preview(&self, import: &Import) {
        let path = format!("/api/imports/{}/preview", import.id());
        self.change(Method::POST, &path, &json!({}), StatusCode::ACCEPTED)
            .await;
    }

    pub(crate) async fn begin_to_apply(&self, import: &Import) {
        let path = format!("/api/imports/{}/apply", import.id());
        self.change(Method::POST, &path, &json!({}), StatusCode::ACCEPTED)
            .await;
    }

    /// Waits until an import has come to a stage.
    pub(crate) async fn await_stage(
        &self,
        import: &Import,
        stage: &str,
        patience: Duration,
    ) -> Import {
        let path = format!("/api/imports/{}", import.id());
        until(&format!("the stage {stage}"), patience, async || {
            let import = self.api.get(&path).await;
            assert_ne!(import["stage"], "refused", "{}", import["problem"]);
            if import["stage"] == stage {
                Ok(Import(import))
            } else {
                Err(format!(
                    "{}, {} rows done",
                    import["stage"], import["rows_done"]
                ))
            }
        })
        .await
    }

    /// Uploads a spreadsheet and waits for its preview.
    pub(crate) async fn preview(&self, text: &str, patience: Duration) -> Import {
        let import = self.upload(text).await;
        self.begin_preview(&import).await;
        self.await_stage(&import, "previewed", patience).await
    }

    /// Applies an import and waits for the end.
    pub(crate) async fn apply(&self, import: &Import, patience: Duration) -> Import {
        self.begin_to_apply(import).await;
        self.await_stage(import, "applied", patience).await
    }

    /// Writes everyone in the directory into a spreadsheet, and downloads it.
    pub(crate) async fn export(&self, patience: Duration) -> (u64, String) {
        let export = self
            .change(
                Method::POST,
                "/api/exports",
                &json!({}),
                StatusCode::ACCEPTED,
            )
            .await;
        let path = format!("/api/exports/{}", export["id"].as_str().expect("an id"));
        let export = until("an export", patience, async || {
            let export = self.api.get(&path).await;
            if export["stage"] == "ready" {
                Ok(export)
            } else {
                Err(format!("{}", export["stage"]))
            }
        })
        .await;
        let address = export["url"].as_str().expect("an address");
        let answer = self
            .anonymous(Method::GET, address)
            .send()
            .await
            .expect("the bucket answers");
        assert_eq!(answer.status(), StatusCode::OK, "the download");
        let text = answer.text().await.expect("a spreadsheet");
        (export["rows"].as_u64().expect("rows"), text)
    }

    async fn change(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        expected: StatusCode,
    ) -> Value {
        let request = self.api.request(method, path).json(body);
        let answer = request.send().await.expect("the API answers");
        let status = answer.status();
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(status, expected, "{path}: {answer}");
        answer
    }
}
