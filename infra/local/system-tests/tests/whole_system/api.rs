//! The REST API, as a script of the church would use it.

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use crate::stack::Description;

/// A signed-in member of staff.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    client: Client,
    base: String,
    token: String,
}

impl Api {
    /// Signs in at Cognito with the staff account's password.
    pub(crate) async fn sign_in(client: Client, stack: &Description) -> Self {
        let request = json!({
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": stack.user_pool_client_id,
            "AuthParameters": { "USERNAME": stack.staff_email, "PASSWORD": stack.staff_password },
        });
        let response = client
            .post(&stack.aws_endpoint_url)
            .header(
                "X-Amz-Target",
                "AWSCognitoIdentityProviderService.InitiateAuth",
            )
            .header("Content-Type", "application/x-amz-json-1.1")
            .body(request.to_string())
            .send()
            .await
            .expect("Cognito answers");
        let answer: Value = response.json().await.expect("Cognito answers JSON");
        let token = answer["AuthenticationResult"]["IdToken"]
            .as_str()
            .unwrap_or_else(|| panic!("staff can't sign in: {}", answer["message"]));
        Self {
            client,
            base: stack.api_url.clone(),
            token: token.to_owned(),
        }
    }

    /// A request without a token.
    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// A request with the token of staff.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(&self.token)
    }

    /// Reads one resource.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let response = self
            .request(Method::GET, path)
            .send()
            .await
            .expect("the API answers");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.expect("JSON")
    }

    /// Reads all pages of a list.
    pub(crate) async fn list(&self, path: &str) -> Vec<Value> {
        let joint = if path.contains('?') { '&' } else { '?' };
        let mut items = Vec::new();
        let mut cursor = None::<String>;
        loop {
            let after = cursor
                .map(|cursor| format!("&cursor={cursor}"))
                .unwrap_or_default();
            let page = self.get(&format!("{path}{joint}limit=200{after}")).await;
            items.extend(page["items"].as_array().expect("items").iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => return items,
            }
        }
    }

    /// Sends a text to everybody, and gives back the answer as it came.
    pub(crate) async fn send_to_all(&self, content: &str) -> Response {
        self.request(Method::POST, "/api/messages/send")
            .json(&json!({ "content": content, "message_type": "sms", "send_to_all": true }))
            .send()
            .await
            .expect("the API answers")
    }
}
