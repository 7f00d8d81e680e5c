//! From a signed request of Twilio's to the use case, and from its answer to TwiML. Nothing in a request is believed
//! before its signature is checked (I5), and whatever fails, a caller hears an apology and what comes next (I13).

use std::time::Duration;

use adapters::twilio::voice::{
    CallPlace, Step, bridge, hang_up, read_answered, read_connected, read_end, read_heard,
    read_progress, read_ringing, render_reply, render_whisper, retry_inbound,
};
use adapters::twilio::{WebhookDoor, WebhookRequest, empty_response, twiml_response};
use app::announce_message::AnnounceMessage;
use app::answer_call::{AnswerCall, AnsweredCall};
use app::continue_call::ContinueCall;
use app::end_call::EndCall;
use app::error::Result as AppResult;
use app::record_call_report::RecordCallReport;
use app::whisper::Whisper;
use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use domain::ShippedLanguage;
use domain::conversation::Heard;
use domain::spoken_reply::{NextStep, Spoken, SpokenReply};
use domain::voice_words::VoiceWords;
use lambda_runtime::Error;
use tokio::time::timeout;
use tracing::{error, warn};

use crate::wiring::Wiring;

/// Nobody waits longer than this for us, with the model and everything: an apology has to be spoken then.
const DEADLINE: Duration = Duration::from_millis(9_500);

/// So often in a row we say sorry and go on; then we take leave, for a caller's time and the church's money.
const MOST_FAILURES: u8 = 3;

/// The webhook of calls.
pub struct Webhook {
    pub(crate) door: WebhookDoor,
    pub(crate) answer_call: AnswerCall,
    pub(crate) continue_call: ContinueCall,
    pub(crate) whisper: Whisper,
    pub(crate) end_call: EndCall,
    pub(crate) announce_message: AnnounceMessage,
    pub(crate) record_call_report: RecordCallReport,
}

impl From<Wiring> for Webhook {
    fn from(wiring: Wiring) -> Self {
        wiring.into_webhook()
    }
}

impl Webhook {
    /// Wires the webhook as the environment says.
    ///
    /// # Errors
    /// When a value is missing from the environment, or a secret can't be fetched.
    pub async fn from_environment() -> Result<Self, Error> {
        Ok(Wiring::from_environment().await?.into_webhook())
    }

    /// Answers what is signed with what comes next, whatever happens, and 403 to anything else. Only the end of a call,
    /// for which nobody waits, is answered 500 when it could not be noted: Twilio tells of it again.
    ///
    /// # Errors
    /// Never: what goes wrong is an answer.
    pub async fn handle(
        &self,
        request: ApiGatewayV2httpRequest,
    ) -> Result<ApiGatewayV2httpResponse, Error> {
        let Some(request) = self.door.open(&request).await else {
            return Ok(empty_response(403));
        };
        let twiml = match Step::find(&request.path) {
            None => return Ok(empty_response(404)),
            Some(Step::Status) => return Ok(self.end(&request).await),
            Some(Step::Progress) => return Ok(self.note_progress(&request).await),
            Some(Step::Announcement) => self.announce(&request).await,
            Some(Step::Inbound) => self.greet(&request).await,
            Some(Step::Response) => self.go_on(&request, read_heard(&request)).await,
            Some(Step::Connected) => self.go_on(&request, read_connected(&request)).await,
            Some(Step::Whisper) => self.whisper(&request).await,
            Some(Step::WhisperKey) => match read_heard(&request) {
                Heard::Keys { keys } if keys == "1" => bridge(),
                _ => hang_up(&[]),
            },
            Some(Step::Fallback) => self.make_good(&request),
        };
        Ok(twiml_response(twiml))
    }

    async fn greet(&self, request: &WebhookRequest) -> String {
        let Some(ringing) = read_ringing(request) else {
            warn!("A call of Twilio's was of no use");
            return self.apologise_to_ringing(request);
        };
        match in_time(self.answer_call.run(&ringing)).await {
            Some(answered) => self.render(&answered, ShippedLanguage::English),
            None => self.apologise_to_ringing(request),
        }
    }

    async fn go_on(&self, request: &WebhookRequest, heard: Heard) -> String {
        let Some(place) = CallPlace::read(&request.url) else {
            warn!("A turn of no call of ours");
            return self.take_leave(ShippedLanguage::English);
        };
        let turn = self.continue_call.run(place.call, place.turn, heard);
        match in_time(turn).await {
            Some(answered) => self.render(&answered, place.language),
            None => self.apologise(place),
        }
    }

    async fn whisper(&self, request: &WebhookRequest) -> String {
        let Some(place) = CallPlace::read(&request.url) else {
            return hang_up(&[]);
        };
        match in_time(self.whisper.run(place.call)).await {
            Some(said) => render_whisper(&said.reply, &said.voices, &self.door.base_url, place),
            // Whoever was rung hears nothing; the caller is asked for a message.
            None => hang_up(&[]),
        }
    }

    /// Speaks the message of a call of ours. Where nobody can be told anything, the call ends without a word.
    async fn announce(&self, request: &WebhookRequest) -> String {
        match read_answered(request) {
            Ok(Some(phone)) => match in_time(self.announce_message.run(&phone)).await {
                Some(answered) => self.render(&answered, ShippedLanguage::English),
                None => hang_up(&[]),
            },
            Ok(None) => hang_up(&[]),
            Err(error) => {
                warn!(%error, "A call of Twilio's was of no use");
                hang_up(&[])
            }
        }
    }

    /// Notes how a call of ours fares, and when it has ended also that.
    async fn note_progress(&self, request: &WebhookRequest) -> ApiGatewayV2httpResponse {
        let Some(report) = read_progress(request) else {
            return empty_response(204);
        };
        let message_id = report.message_id;
        if let Err(error) = self.record_call_report.run(report).await {
            error!(message.id = %message_id, %error, "A report of Twilio's was not recorded");
            return empty_response(500);
        }
        self.end(request).await
    }

    async fn end(&self, request: &WebhookRequest) -> ApiGatewayV2httpResponse {
        let Some(end) = read_end(request) else {
            return empty_response(204);
        };
        let noted = self
            .end_call
            .run(&end.twilio_call_sid, end.status, end.duration)
            .await;
        match noted {
            Ok(()) => empty_response(204),
            Err(error) => {
                error!(call.sid = end.twilio_call_sid, %error, "The end of a call was not noted");
                empty_response(500)
            }
        }
    }

    /// Another answer of ours did not come, or could not be played: the address of it says which.
    fn make_good(&self, request: &WebhookRequest) -> String {
        let code = request.parameter("ErrorCode");
        error!(
            alarm = "caller_apology",
            call.sid = request.parameter("CallSid"),
            error.code = code,
            "Twilio could not go on with what we answered"
        );
        match CallPlace::read(request.parameter("ErrorUrl")) {
            Some(place) => self.apologise(place),
            None => self.apologise_to_ringing(request),
        }
    }

    /// Says sorry, and listens again: what was said is not lost, for the next turn knows of it.
    fn apologise(&self, place: CallPlace) -> String {
        let language = place.language;
        let failures = place.failures.saturating_add(1);
        if failures > MOST_FAILURES {
            return self.take_leave(language);
        }
        let reply = SpokenReply {
            say: vec![Spoken::new(language, VoiceWords::of(language).trouble())],
            next: NextStep::Listen { language },
        };
        let place = CallPlace { failures, ..place };
        render_reply(&reply, &Default::default(), &self.door.base_url, place)
    }

    /// Says sorry to somebody whose call could not be noted, and begins once more.
    fn apologise_to_ringing(&self, request: &WebhookRequest) -> String {
        let called = match request.parameter("ErrorUrl") {
            "" => &request.url,
            failed => failed,
        };
        let english = ShippedLanguage::English;
        let words = Spoken::new(english, VoiceWords::of(english).trouble());
        retry_inbound(&words, &self.door.base_url, called, MOST_FAILURES)
            .unwrap_or_else(|| self.take_leave(english))
    }

    fn take_leave(&self, language: ShippedLanguage) -> String {
        let words = VoiceWords::of(language);
        hang_up(&[
            Spoken::new(language, words.trouble()),
            Spoken::new(language, words.goodbye()),
        ])
    }

    /// A reply in TwiML. `language` is what an apology is spoken in where the reply does not say.
    fn render(&self, answered: &AnsweredCall, language: ShippedLanguage) -> String {
        let spoken = answered.reply.say.last().map(|spoken| spoken.language);
        let language = match answered.reply.next {
            NextStep::Listen { language } => language,
            _ => spoken.unwrap_or(language),
        };
        let place = CallPlace {
            call: answered.call,
            turn: answered.turn,
            language,
            failures: 0,
        };
        render_reply(
            &answered.reply,
            &answered.voices,
            &self.door.base_url,
            place,
        )
    }
}

/// What a use case answers in time; `None` when it fails, or takes too long.
async fn in_time(answer: impl Future<Output = AppResult<AnsweredCall>>) -> Option<AnsweredCall> {
    match timeout(DEADLINE, answer).await {
        Ok(Ok(answered)) => Some(answered),
        Ok(Err(error)) => {
            error!(alarm = "caller_apology", %error, "A caller hears an apology");
            None
        }
        Err(_) => {
            error!(
                alarm = "caller_apology",
                "A caller hears an apology: the answer took too long"
            );
            None
        }
    }
}
