//! A stand-in for the user pool: it publishes a key and signs tokens with it, as Cognito does.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use data_encoding::BASE64;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use url::Url;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const PUBLISHED: &str = include_str!("../keys/signs-only-test-tokens.pem");
const FORGED: &str = include_str!("../keys/forges-test-tokens.pem");

/// Signing is slow without optimisation, and tests ask for the same few tokens again and again.
static SIGNED: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);

pub(crate) struct Issuer(MockServer);

/// A token to be signed. It starts as a good id token.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) header: Header,
    pub(crate) claims: Value,
}

impl Issuer {
    /// The client that tokens are made for.
    pub(crate) const CLIENT: &str = "4h57k3e1gbcdxexample";
    /// The id of the published key.
    pub(crate) const KEY_ID: &str = "published-key";
    const NAME: &str = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example";

    pub(super) async fn start() -> Self {
        let issuer = Self(MockServer::start().await);
        issuer.publish(Self::KEY_ID).await;
        issuer
    }

    /// Publishes the key under an id, in place of whatever was published.
    pub(crate) async fn publish(&self, key_id: &str) {
        let mut key = Jwk::from_encoding_key(&private_key(PUBLISHED), Algorithm::RS256)
            .expect("a public key");
        key.common.key_id = Some(key_id.to_owned());
        self.answer(ResponseTemplate::new(200).set_body_json(JwkSet { keys: vec![key] }))
            .await;
    }

    /// From now on, the user pool is out of order.
    pub(crate) async fn fail(&self) {
        self.answer(ResponseTemplate::new(503)).await;
    }

    async fn answer(&self, answer: ResponseTemplate) {
        self.0.reset().await;
        Mock::given(method("GET"))
            .and(path("/keys"))
            .respond_with(answer)
            .mount(&self.0)
            .await;
    }

    /// How often the keys were fetched since they were last published.
    pub(crate) async fn fetches(&self) -> usize {
        self.0
            .received_requests()
            .await
            .expect("requests are recorded")
            .len()
    }

    pub(super) fn name(&self) -> String {
        Self::NAME.to_owned()
    }

    pub(super) fn keys_url(&self) -> Url {
        format!("{}/keys", self.0.uri())
            .parse()
            .expect("an address")
    }
}

impl Token {
    /// A good id token of a user in these groups; without groups the claim is missing, as Cognito has it.
    pub(crate) fn id(user: &str, groups: &[&str]) -> Self {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(Issuer::KEY_ID.to_owned());
        let mut claims = json!({
            "sub": user,
            "iss": Issuer::NAME,
            "aud": Issuer::CLIENT,
            "token_use": "id",
            "email": format!("{user}@church.example"),
            "email_verified": true,
            "exp": 4_000_000_000_u32,
        });
        if !groups.is_empty() {
            claims["cognito:groups"] = json!(groups);
        }
        Self { header, claims }
    }

    /// A good access token.
    pub(crate) fn access(user: &str, groups: &[&str]) -> Self {
        let token = Self::id(user, groups);
        let token = token
            .without("aud")
            .without("email")
            .without("email_verified");
        token
            .with("token_use", "access")
            .with("client_id", Issuer::CLIENT)
    }

    pub(crate) fn with(mut self, claim: &str, value: impl Into<Value>) -> Self {
        self.claims[claim] = value.into();
        self
    }

    pub(crate) fn without(mut self, claim: &str) -> Self {
        self.claims.as_object_mut().expect("claims").remove(claim);
        self
    }

    /// Signed by the user pool.
    pub(crate) fn sign(&self) -> String {
        self.sign_with(&private_key(PUBLISHED))
    }

    /// Signed by someone else, who claims to be the user pool.
    pub(crate) fn forge(&self) -> String {
        self.sign_with(&private_key(FORGED))
    }

    pub(crate) fn sign_with(&self, key: &EncodingKey) -> String {
        let name = format!("{:?} {} {:?}", self.header, self.claims, key.as_bytes());
        let mut signed = SIGNED.lock().expect("no test panicked while signing");
        let token = signed
            .entry(name)
            .or_insert_with(|| encode(&self.header, &self.claims, key).expect("a token"));
        token.clone()
    }
}

/// The published key as anyone can read it.
pub(crate) fn published_key() -> Vec<u8> {
    let key =
        Jwk::from_encoding_key(&private_key(PUBLISHED), Algorithm::RS256).expect("a public key");
    serde_json::to_vec(&key).expect("JSON")
}

fn private_key(pem: &str) -> EncodingKey {
    let lines = pem
        .lines()
        .skip_while(|line| !line.starts_with("-----BEGIN"))
        .skip(1);
    let body: String = lines
        .take_while(|line| !line.starts_with("-----END"))
        .collect();
    EncodingKey::from_rsa_der(&BASE64.decode(body.as_bytes()).expect("base 64"))
}
