//! A hundred callers at once.

use futures::future::join_all;
use serde_json::json;

use crate::support::{
    Network,
    calls::dialogue,
    church::{Asked, Church},
};

const CALLERS: usize = 100;
const TURNS: usize = 5;

/// Repeats what the caller says, with the caller's number, so that nothing mixed up goes unseen.
fn repeat(asked: &Asked) -> Result<String, u16> {
    let said = match asked.get("SpeechResult") {
        "" => "nothing",
        said => said,
    };
    if asked.path == "/status" {
        return Ok(String::new());
    }
    if asked.path == "/turn/5" {
        return Ok(format!(
            "<Say>{} said {said}.</Say><Hangup/>",
            asked.get("From")
        ));
    }
    let last: usize = asked
        .path
        .strip_prefix("/turn/")
        .and_then(|turn| turn.parse().ok())
        .unwrap_or(0);
    Ok(format!(
        "<Gather input=\"speech\" timeout=\"60\" action=\"/turn/{}\"><Say>{} said {said}.</Say></Gather>",
        last + 1,
        asked.get("From"),
    ))
}

#[tokio::test]
async fn a_hundred_calls_of_five_turns_each_lose_and_mix_up_nothing() {
    let church = Church::start(repeat).await;
    let network = Network::with_voice(&church).await;
    let network = &network;
    let ended = join_all((0..CALLERS).map(|caller| async move {
        let number = format!("+120255520{caller:02}");
        let sid = network.dial(&number).await;
        for turn in 1..=TURNS {
            network.answer(&sid, &format!("{caller}-{turn}")).await;
        }
        (number, caller, network.when(&sid, "ended").await)
    }))
    .await;
    for (number, caller, call) in ended {
        let mut expected = vec![format!("heard: {number} said nothing.")];
        for turn in 1..=TURNS {
            expected.push(format!("said: {caller}-{turn}"));
            expected.push(format!("heard: {number} said {caller}-{turn}."));
        }
        assert_eq!(dialogue(&call), expected);
        assert_eq!(call["status"], json!("completed"));
    }
    church.await_asked("/status", CALLERS).await;
    assert_eq!(church.asked().len(), CALLERS * (TURNS + 2));
}
