//! The phone network, which stands in for Twilio and the phones.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use super::child::Running;
use super::ports::Ports;
use super::secrets::Secrets;
use super::state::State;
use crate::artefacts;
use crate::workspace::Workspace;

/// The church's own number: Washington's area code, and a range that is kept for fiction.
pub(crate) const CHURCH_PHONE: &str = "+12025550100";

/// Where Twilio turns to, below the webhooks' base: when a phone texts; when one calls, when that fails, and when a call
/// has ended. The fragment asks for three retries after every failure:
/// <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>. A caller waits for the two that have none:
/// the fallback is quicker than another attempt.
const HOOKS: [(&str, &str, &str); 4] = [
    (
        "SmsUrl",
        "SmsMethod",
        "/api/webhooks/twilio/sms-inbound#rc=3&rp=all",
    ),
    (
        "VoiceUrl",
        "VoiceMethod",
        "/api/webhooks/twilio/voice-inbound",
    ),
    (
        "VoiceFallbackUrl",
        "VoiceFallbackMethod",
        "/api/webhooks/twilio/voice-fallback",
    ),
    (
        "StatusCallback",
        "StatusCallbackMethod",
        "/api/webhooks/twilio/voice-status#rc=3&rp=all",
    ),
];

const DIRECTORY: &str = "bin";
const GRACE: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(20);

/// Copies the binary to where it runs from. A program that runs can't be written over, and the next build, of another
/// stack perhaps, writes where this one was built.
///
/// # Errors
/// When it was not built, or can't be copied.
pub(crate) fn install(workspace: &Workspace) -> Result<()> {
    let program = program(&workspace.state);
    let draft = program.with_extension("draft");
    fs::create_dir_all(workspace.state.path(DIRECTORY))?;
    fs::copy(artefacts::phone_network(workspace), &draft)
        .context("the phone network is not built")?;
    Ok(fs::rename(&draft, &program)?)
}

/// Where it runs from.
pub(crate) fn program(state: &State) -> PathBuf {
    state.path(DIRECTORY).join("phone-network")
}

/// Starts the phone network with what it has accepted before, and waits until it answers.
///
/// # Errors
/// When it does not come up.
pub(crate) fn start(workspace: &Workspace, ports: Ports, secrets: &Secrets) -> Result<Running> {
    let state = &workspace.state;
    let mut command = Command::new(program(state));
    command
        .args(["--port", &ports.phone_network.to_string()])
        .args(["--account-sid", &secrets.twilio_account_sid])
        .args(["--church-phone", CHURCH_PHONE])
        .arg("--state-dir")
        .arg(state.path("phone-network"))
        .env("PHONE_NETWORK_AUTH_TOKEN", &secrets.twilio_auth_token)
        .current_dir(state.directory());
    let log = state.logs().join("phone-network.log");
    let mut network = Running::start("phone network", &mut command, log, GRACE)?;
    let page = ports.phone_network_url();
    network.wait_until(|| ureq::get(&page).call().is_ok(), PATIENCE)?;
    Ok(network)
}

/// Tells the phone network where texts and calls of phones go, by the calls that set up a number at Twilio itself:
/// <https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource>. It keeps that over restarts.
///
/// # Errors
/// When it does not answer, or refuses.
pub(crate) fn set_webhook(
    network_url: &str,
    webhook_base_url: &str,
    secrets: &Secrets,
) -> Result<()> {
    let numbers = numbers_url(network_url, secrets)?;
    let list = ureq::get(format!("{numbers}.json"))
        .query("PhoneNumber", CHURCH_PHONE)
        .call()
        .context("the phone network does not say which numbers it has")?
        .body_mut()
        .read_json::<Value>()
        .context("the phone network's list of numbers can't be read")?;
    let sid = list["incoming_phone_numbers"][0]["sid"]
        .as_str()
        .with_context(|| format!("the phone network has no number {CHURCH_PHONE}"))?;
    let form = HOOKS.iter().flat_map(|(url, method, path)| {
        [
            (*url, format!("{webhook_base_url}{path}")),
            (*method, "POST".to_owned()),
        ]
    });
    ureq::post(format!("{numbers}/{sid}.json"))
        .send_form(form)
        .context("the phone network does not take the webhook's address")?;
    Ok(())
}

/// The account's numbers, with its credentials, from which basic authentication is made.
fn numbers_url(network_url: &str, secrets: &Secrets) -> Result<String> {
    let host = network_url
        .strip_prefix("http://")
        .context("the phone network's address is not one of http")?;
    let (account, token) = (&secrets.twilio_account_sid, &secrets.twilio_auth_token);
    Ok(format!(
        "http://{account}:{token}@{host}/2010-04-01/Accounts/{account}/IncomingPhoneNumbers"
    ))
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// Answers one request after the other with a body each, and gives back what was asked.
    fn answering(
        bodies: &'static [&'static str],
    ) -> Result<(String, thread::JoinHandle<Vec<String>>)> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let requests = thread::spawn(move || {
            bodies
                .iter()
                .map(|body| {
                    let (stream, _) = listener.accept().expect("a connection");
                    let mut reader = BufReader::new(&stream);
                    let mut request = String::new();
                    while !request.ends_with("\r\n\r\n") {
                        reader.read_line(&mut request).expect("a line");
                    }
                    let length = request
                        .lines()
                        .find_map(|line| {
                            let (name, value) = line.split_once(": ")?;
                            name.eq_ignore_ascii_case("content-length").then(|| value.parse())?.ok()
                        })
                        .unwrap_or(0);
                    let mut form = vec![0; length];
                    reader.read_exact(&mut form).expect("a body");
                    request.push_str(&String::from_utf8_lossy(&form));
                    let answer = format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                        body.len()
                    );
                    (&stream).write_all(answer.as_bytes()).expect("sent");
                    request
                })
                .collect()
        });
        Ok((url, requests))
    }

    fn secrets() -> Secrets {
        Secrets {
            twilio_account_sid: "AC1".to_owned(),
            twilio_auth_token: "token".to_owned(),
            staff_password: String::new(),
        }
    }

    #[test]
    fn the_number_is_looked_up_and_told_its_webhook_with_the_wish_for_retries() -> Result<()> {
        let (url, requests) = answering(&[r#"{"incoming_phone_numbers":[{"sid":"PN7"}]}"#, "{}"])?;
        set_webhook(&url, "http://127.0.0.1:4566/base/$default", &secrets())?;
        let requests = requests.join().expect("no panic");
        assert!(
            requests[0].starts_with(
                "GET /2010-04-01/Accounts/AC1/IncomingPhoneNumbers.json?PhoneNumber=%2B12025550100 "
            ),
            "{}",
            requests[0]
        );
        // AC1:token
        assert!(
            requests[0].contains("Basic QUMxOnRva2Vu"),
            "{}",
            requests[0]
        );
        assert!(
            requests[1].starts_with("POST /2010-04-01/Accounts/AC1/IncomingPhoneNumbers/PN7.json "),
            "{}",
            requests[1]
        );
        let base = "http%3A%2F%2F127.0.0.1%3A4566%2Fbase%2F%24default%2Fapi%2Fwebhooks%2Ftwilio%2F";
        let form = [
            format!("SmsUrl={base}sms-inbound%23rc%3D3%26rp%3Dall&SmsMethod=POST"),
            format!("VoiceUrl={base}voice-inbound&VoiceMethod=POST"),
            format!("VoiceFallbackUrl={base}voice-fallback&VoiceFallbackMethod=POST"),
            format!(
                "StatusCallback={base}voice-status%23rc%3D3%26rp%3Dall&StatusCallbackMethod=POST"
            ),
        ];
        assert!(requests[1].ends_with(&form.join("&")), "{}", requests[1]);
        Ok(())
    }

    #[test]
    fn a_network_without_the_churchs_number_is_an_error_by_name() -> Result<()> {
        let (url, requests) = answering(&[r#"{"incoming_phone_numbers":[]}"#])?;
        let error = set_webhook(&url, "http://127.0.0.1:4566", &secrets())
            .expect_err("there is no number")
            .to_string();
        assert!(error.contains(CHURCH_PHONE), "{error}");
        requests.join().expect("no panic");
        Ok(())
    }
}
