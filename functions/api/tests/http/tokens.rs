//! I6: whose word is taken.

use jiff::SignedDuration;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::json;

use crate::support::{Answer, Ask, Issuer, Token, World, published_key};

async fn ask_with(world: &World, token: &str) -> Answer {
    Ask::get("/api/me").token(token).of(world).await
}

fn with_algorithm(algorithm: Algorithm) -> Token {
    let mut token = Token::id("sam", &["staff"]);
    token.header.alg = algorithm;
    token
}

/// The header and claims of a token with the signature of none.
fn unsigned(token: &Token) -> String {
    let encode = |value: &serde_json::Value| {
        data_encoding::BASE64URL_NOPAD.encode(value.to_string().as_bytes())
    };
    let header = json!({ "alg": "none", "kid": Issuer::KEY_ID });
    format!("{}.{}.", encode(&header), encode(&token.claims))
}

#[tokio::test]
async fn a_token_that_is_not_ours_is_refused_and_the_answer_does_not_say_why() {
    let world = World::start().await;
    let good = Token::id("sam", &["staff"]);
    let signed = good.sign();
    let (header_and_claims, signature) = signed.rsplit_once('.').expect("a signature");
    let other_claims = Token::id("sam", &["admin"]).sign();
    let (other_header_and_claims, _) = other_claims.rsplit_once('.').expect("a signature");
    let mut no_key_id = good.clone();
    no_key_id.header.kid = None;
    let mut unknown_key = good.clone();
    unknown_key.header.kid = Some("another-key".into());
    let secret = EncodingKey::from_secret(&published_key());
    let list_of_clients = good.clone().with("aud", json!([Issuer::CLIENT]));
    for (case, token) in [
        ("garbage", "garbage".to_owned()),
        ("three dots", "...".to_owned()),
        ("nothing", String::new()),
        ("no signature", format!("{header_and_claims}.")),
        (
            "claims changed after signing",
            format!("{other_header_and_claims}.{signature}"),
        ),
        ("the algorithm none", unsigned(&good)),
        (
            "HS256 with the public key",
            with_algorithm(Algorithm::HS256).sign_with(&secret),
        ),
        ("RS384", with_algorithm(Algorithm::RS384).sign()),
        ("another key under our key's id", good.forge()),
        ("an unknown key", unknown_key.sign()),
        ("no key id", no_key_id.sign()),
        (
            "another issuer",
            good.clone()
                .with("iss", "https://cognito-idp.us-east-1.amazonaws.com/other")
                .sign(),
        ),
        ("another client", good.clone().with("aud", "another").sign()),
        ("no client", good.clone().without("aud").sign()),
        ("a list of clients", list_of_clients.sign()),
        (
            "a refresh token",
            good.clone().with("token_use", "refresh").sign(),
        ),
        ("no use", good.clone().without("token_use").sign()),
        ("no expiry", good.clone().without("exp").sign()),
        ("no user", good.clone().without("sub").sign()),
        (
            "an access token's client in an id token",
            good.clone()
                .without("aud")
                .with("client_id", Issuer::CLIENT)
                .sign(),
        ),
        (
            "another client's access token",
            Token::access("sam", &["staff"])
                .with("client_id", "another")
                .sign(),
        ),
        (
            "an id token's client in an access token",
            Token::access("sam", &["staff"])
                .without("client_id")
                .with("aud", Issuer::CLIENT)
                .sign(),
        ),
    ] {
        let answer = ask_with(&world, &token).await;
        assert_eq!(answer.status, 401, "{case}: {:#}", answer.body);
        let sentence = answer.expect_problem(401);
        assert_eq!(
            sentence, "This token is not valid here. Sign in again.",
            "{case}"
        );
        assert_eq!(
            answer.header("www-authenticate"),
            "Bearer error=\"invalid_token\"",
            "{case}"
        );
    }
}

#[tokio::test]
async fn a_request_that_names_no_token_is_asked_for_one() {
    let world = World::start().await;
    let ask = || Ask::get("/api/me").without_header("authorization");
    for (case, ask) in [
        ("no header", ask()),
        (
            "a password",
            ask().header("authorization", "Basic c2FtOnNlY3JldA=="),
        ),
        ("no scheme", ask().header("authorization", "token")),
    ] {
        let answer = ask.of(&world).await;
        assert!(
            answer.expect_problem(401).contains("Sign in first"),
            "{case}"
        );
        assert_eq!(answer.header("www-authenticate"), "Bearer", "{case}");
    }
}

#[tokio::test]
async fn a_token_is_good_until_its_last_second() {
    let world = World::start().await;
    let start: jiff::Timestamp = "2026-03-01T09:30:00Z".parse().expect("a time");
    let token = Token::id("sam", &["staff"])
        .with("exp", start.as_second() + 60)
        .sign();
    world.clock.advance(SignedDuration::from_secs(59));
    ask_with(&world, &token).await.expect(200);
    world.clock.advance(SignedDuration::from_secs(1));
    let answer = ask_with(&world, &token).await;
    assert_eq!(
        answer.expect_problem(401),
        "Your session has ended. Sign in again."
    );
}

#[tokio::test]
async fn id_and_access_tokens_are_taken_and_roles_come_from_groups() {
    let world = World::start().await;
    let id = Token::id("sam", &["choir", "admin", "staff", "staff"]).sign();
    let expected = json!({
        "user_id": "sam", "email": "sam@church.example", "roles": ["staff", "admin"],
        "reads_confidential": false,
    });
    assert_eq!(ask_with(&world, &id).await.expect(200), expected);

    let access = Token::access("sam", &["viewer"]).sign();
    let expected = json!({
        "user_id": "sam", "email": null, "roles": ["viewer"], "reads_confidential": false,
    });
    assert_eq!(ask_with(&world, &access).await.expect(200), expected);
    let lower_case = Ask::get("/api/me").header("authorization", &format!("bearer {access}"));
    lower_case.of(&world).await.expect(200);
}

#[tokio::test]
async fn a_lack_of_a_role_is_answered_with_whom_to_ask() {
    let world = World::start().await;
    let answer = ask_with(&world, &Token::id("sam", &[]).sign()).await;
    assert!(answer.expect_problem(403).contains("no role yet"));
    let viewer = Token::id("vera", &["viewer"]).sign();
    let body = json!({ "name": "Ruth", "phone": "212 555 0123" });
    let answer = Ask::post("/api/contacts", &body)
        .token(&viewer)
        .of(&world)
        .await;
    assert!(answer.expect_problem(403).contains("Only staff"));
}

#[tokio::test]
async fn keys_are_fetched_once_and_again_when_a_new_one_appears() {
    let world = World::start().await;
    let token = Token::id("sam", &["staff"]);
    for _ in 0..3 {
        ask_with(&world, &token.sign()).await.expect(200);
    }
    assert_eq!(world.issuer.fetches().await, 1);

    world.issuer.publish("new-key").await;
    world.clock.advance(SignedDuration::from_mins(1));
    let mut new = token.clone();
    new.header.kid = Some("new-key".into());
    ask_with(&world, &new.sign()).await.expect(200);
    assert_eq!(world.issuer.fetches().await, 1);
    ask_with(&world, &token.sign()).await.expect_problem(401);
}

#[tokio::test]
async fn forged_key_ids_fetch_the_keys_once_a_minute_at_most() {
    let world = World::start().await;
    ask_with(&world, &Token::id("sam", &["staff"]).sign())
        .await
        .expect(200);
    for minute in 0..3 {
        for number in 0..5 {
            let mut token = Token::id("sam", &["staff"]);
            token.header.kid = Some(format!("forged-{minute}-{number}"));
            ask_with(&world, &token.forge()).await.expect_problem(401);
        }
        world.clock.advance(SignedDuration::from_secs(61));
    }
    assert_eq!(world.issuer.fetches().await, 3);
}

#[tokio::test]
async fn keys_that_can_not_be_fetched_are_our_failure_and_tried_for_again() {
    let world = World::start().await;
    let token = Token::id("sam", &["staff"]).sign();
    world.issuer.fail().await;
    for _ in 0..2 {
        let answer = ask_with(&world, &token).await;
        assert!(answer.expect_problem(500).contains("Try again"));
    }
    world.issuer.publish(Issuer::KEY_ID).await;
    ask_with(&world, &token).await.expect(200);
    world.issuer.fail().await;
    world.clock.advance(SignedDuration::from_hours(2));
    ask_with(&world, &token).await.expect(200);
    let mut forged = Token::id("sam", &["staff"]);
    forged.header.kid = Some("unknown".into());
    ask_with(&world, &forged.forge()).await.expect_problem(401);
    ask_with(&world, &token).await.expect(200);
}
