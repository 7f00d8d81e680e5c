//! Calls that come in.

use std::sync::Arc;

use app::ports::{CallStore, Clock, Replacement, TurnEffects};
use domain::call::{
    Call, CallDirection, CallStatus, CallSummary, CallerBackground, ChangeDecision,
    ChangeableField, FollowUp, FollowUpKind, ProposedChange,
};
use domain::conversation::{ConversationState, Heard, Turn, TurnAnswer};
use domain::spoken_reply::{NextStep, Spoken};
use domain::{CallId, FollowUpId, MicroDollars, PhoneNumber, ShippedLanguage, SpokenReply};

use super::World;

impl World {
    /// Somebody rings and leaves a message. Answers the call, and what is to be done about it.
    pub(crate) async fn take_message(
        &self,
        from: &str,
        words: &str,
        is_confidential: bool,
    ) -> (CallId, FollowUpId) {
        let store = Arc::new(self.store.clone());
        let now = self.clock.now();
        let language = ShippedLanguage::English;
        let call = Call {
            id: CallId::new(now, 1),
            twilio_call_sid: format!("CA{from}"),
            direction: CallDirection::Inbound,
            caller_phone: PhoneNumber::from_e164(from),
            contact_id: None,
            caller_name: None,
            status: CallStatus::InProgress,
            language,
            background: CallerBackground::default(),
            is_model_used: true,
            is_confidential: false,
            care_need: None,
            follow_ups: 0,
            duration: None,
            summary: CallSummary::Pending,
            changes: Vec::new(),
            created_at: now,
            ended_at: None,
            version: 1,
        };
        let answer = |words: &str| TurnAnswer {
            reply: SpokenReply {
                say: vec![Spoken::new(language, words)],
                next: NextStep::Listen { language },
            },
            state: ConversationState::beginning(language),
            at: now,
            cost: MicroDollars::ZERO,
        };
        let turn = |number, heard, answer| Turn {
            number,
            heard,
            heard_at: now,
            answer,
        };
        let greeting = turn(0, None, Some(answer("Hello.")));
        store.create_call(&call, &greeting).await.expect("a call");
        let follow_up = FollowUp {
            id: FollowUpId::new(now, 2),
            call_id: call.id,
            kind: FollowUpKind::Message,
            words: words.into(),
            is_confidential,
            done: None,
            created_at: now,
            version: 1,
        };
        let effects = TurnEffects {
            is_confidential,
            follow_up: Some(follow_up.clone()),
            ..TurnEffects::default()
        };
        let heard = Heard::Words {
            words: words.into(),
        };
        let said = turn(1, Some(heard), None);
        let thanks = answer("Thank you.");
        let kept = store.keep_answer(call.id, &said, &thanks, &effects);
        kept.await.expect("kept");
        (call.id, follow_up.id)
    }

    /// The caller was this person, and asked to have the city changed.
    pub(crate) async fn ask_for_city(&self, call: CallId, contact: &str, city: &str) {
        let store = &self.store;
        let mut asked = store.get_call(call).await.expect("read").expect("a call");
        let read_version = asked.version;
        asked.contact_id = contact.parse().ok();
        asked.changes = vec![ProposedChange {
            field: ChangeableField::City,
            value: city.into(),
            decision: ChangeDecision::Proposed,
        }];
        asked.version += 1;
        let kept = store.replace_call(&asked, read_version, &[]).await;
        assert_eq!(kept.expect("answered"), Replacement::Done);
    }
}
