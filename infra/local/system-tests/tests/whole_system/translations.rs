//! A draft comes back in other languages, from the model's stand-in, and no log knows what it said.

use std::{fs, time::Duration};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::stack::{Stack, until};

impl Stack {
    /// Has a draft translated, and waits until no language is being worked on.
    async fn translate(&self, content: &str, languages: &[&str]) -> Value {
        let request = self
            .api
            .request(Method::POST, "/api/translations")
            .json(&json!({ "content": content, "languages": languages }));
        let response = request.send().await.expect("the API answers");
        assert_eq!(response.status(), StatusCode::ACCEPTED);
        let made: Value = response.json().await.expect("JSON");
        let path = format!("/api/translations/{}", made["id"].as_str().expect("an id"));
        until("a translation", Duration::from_secs(90), async || {
            let found = self.api.get(&path).await;
            if found["status"] == "done" {
                Ok(found)
            } else {
                Err(found["status"].to_string())
            }
        })
        .await
    }

    async fn model_behaves(&self, behaviour: Value) {
        let url = format!("{}/model/behaviour", self.description.phone_network_url);
        let request = self.anonymous(Method::PUT, &url).json(&behaviour);
        let response = request.send().await.expect("the stand-in answers");
        assert_eq!(response.status(), StatusCode::OK, "{behaviour}");
    }
}

#[tokio::test]
async fn a_draft_comes_back_in_each_language_and_its_way_back_is_the_draft() {
    let stack = Stack::take().await;
    let draft = "Bring {first_name|friend} a lantern to the orchard at 7:45.";
    let before = stack.api.get("/api/spending").await;
    let translation = stack.translate(draft, &["es", "ko", "te"]).await;
    let languages = translation["translations"].as_array().expect("a list");
    assert_eq!(languages.len(), 3);
    for language in languages {
        assert_eq!(language["status"], "done", "{language}");
        assert_eq!(language["back_translation"], draft);
        assert_eq!(language["warnings"], json!([]));
        let text = language["text"].as_str().expect("a text");
        assert!(text.contains("{first_name|friend}") && text != draft);
    }
    let after = stack.api.get("/api/spending").await;
    assert!(after["spent"].as_i64() > before["spent"].as_i64());
    for entry in fs::read_dir(&stack.description.log_directory).expect("a folder of logs") {
        let path = entry.expect("a log").path();
        if path.is_file() {
            let bytes = fs::read(&path).expect("a log that can be read");
            let log = String::from_utf8_lossy(&bytes);
            assert!(
                !log.contains("lantern to the orchard"),
                "{}",
                path.display()
            );
        }
    }
}

#[tokio::test]
async fn a_model_that_is_out_of_order_fails_with_a_sentence_and_the_next_try_is_good() {
    let stack = Stack::take().await;
    let draft = "The bells ring at noon.";
    for behaviour in ["garbage", "empty", "large"] {
        stack
            .model_behaves(json!({ "kind": behaviour, "times": 1 }))
            .await;
        let failed = stack.translate(draft, &["es"]).await;
        let reason = failed["translations"][0]["reason"].as_str();
        assert!(
            reason.is_some_and(|reason| reason.contains("language model")),
            "{behaviour}: {failed}"
        );
    }
    let good = stack.translate(draft, &["es"]).await;
    assert_eq!(good["translations"][0]["status"], "done", "{good}");
}
