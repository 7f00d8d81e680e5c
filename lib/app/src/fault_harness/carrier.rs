//! A worker talks to Twilio, and Twilio does its own thing with what it got.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use domain::delivery::{Failure, FailureKind, SendOutcome};
use domain::message::CarrierStatus;
use domain::{MessageType, PhoneNumber};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::stores::not_on_the_send_path;
use super::twilio::{Answer, Creation, Reports};
use super::worker::Worker;
use super::world::{Event, Millis, Safeguard, Side, State};
use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{Carrier, CarrierLog, LoggedText, PricedText, TextMessage};
use crate::record_delivery_report::DeliveryReport;

#[async_trait]
impl Carrier for Worker {
    async fn send_text(&self, text: &TextMessage) -> SendOutcome {
        let kill = self.begin("send_text");
        if kill == Some(Side::Before) {
            match self.die().await {}
        }
        let (answer, sid, time) = take_request(&mut self.world.state(), text);
        if kill == Some(Side::During) {
            match self.die().await {}
        }
        self.sleep(time).await;
        if kill == Some(Side::After) {
            match self.die().await {}
        }
        let removed = self.world.state().removed;
        match answer.outcome(sid) {
            SendOutcome::Unclear(failure) if removed == Some(Safeguard::UnclearIsNotProof) => {
                SendOutcome::NotProcessed(failure)
            }
            outcome => outcome,
        }
    }
}

/// The request is on the wire: what becomes of it no longer depends on who sent it.
fn take_request(state: &mut State, text: &TextMessage) -> (Answer, String, Millis) {
    let answer = state.twilio.script.pop_front().unwrap_or_else(|| {
        let share = state.weather.carrier_faults;
        if state.goes_wrong(share) {
            state.faulted.insert(text.id);
            let faults = u64::try_from(Answer::ALL.len() - 1).unwrap_or(1);
            Answer::ALL[1 + usize::try_from(state.random.below(faults)).unwrap_or(0)]
        } else {
            Answer::Accepted
        }
    });
    state.twilio.requests += 1;
    let sid = format!("SM{:032}", state.twilio.requests);
    let time = answer.takes(&mut state.random);
    if answer.is_accepted() {
        let at = state.now + state.random.between(40, 80);
        let creation = new_creation(state, text, sid.clone(), at);
        let reports = state.reports;
        state.plan(at, Event::Accept(Box::new(creation), reports));
    }
    (answer, sid, time)
}

fn new_creation(state: &mut State, text: &TextMessage, sid: String, at: Millis) -> Creation {
    let lag = state.weather.log_lag;
    let sent_at = at + state.random.between(20, 3_000);
    Creation {
        id: text.id,
        sid,
        to: text.to.clone(),
        body: text.content.as_str().to_owned(),
        at,
        in_log_at: at + state.random.between(0, lag),
        sent_at,
        ended_at: sent_at + state.random.between(500, 20_000),
        end: match state.random.below(10) {
            0 => CarrierStatus::Failed,
            1 => CarrierStatus::Undelivered,
            _ => CarrierStatus::Delivered,
        },
        claimed: state.claims.get(&text.id).map(|(_, order)| *order),
    }
}

/// Twilio has it from now on, and tells of it, or not.
pub(super) fn accept(state: &mut State, creation: Creation, reports: Reports) {
    let (sent_at, ended_at) = (creation.sent_at, creation.ended_at);
    let both = [(sent_at, CarrierStatus::Sent), (ended_at, creation.end)];
    let planned: Vec<(Millis, CarrierStatus)> = match reports {
        Reports::Early => vec![
            (state.now + 1, CarrierStatus::Sent),
            (state.now + 2, creation.end),
        ],
        Reports::Lost => Vec::new(),
        Reports::Disordered => vec![
            (ended_at + 1, creation.end),
            (ended_at + 60_000, CarrierStatus::Sent),
            (ended_at + 61_000, CarrierStatus::Accepted),
            (ended_at + 200_000, creation.end),
            (ended_at + 900_000, CarrierStatus::Sent),
        ],
        Reports::ByChance => both
            .into_iter()
            .flat_map(|(at, status)| by_chance(state, at).into_iter().map(move |at| (at, status)))
            .collect(),
    };
    for (at, status) in planned {
        let report = DeliveryReport {
            message_id: creation.id,
            twilio_sid: creation.sid.clone(),
            status,
            unknown_status: None,
            failure: (status == CarrierStatus::Failed)
                .then(|| Failure::new("30008", FailureKind::MayPass, "It did not arrive.")),
        };
        state.plan(at, Event::Report(Box::new(report), 0));
    }
    state.twilio.creations.push(creation);
}

/// When the reports of one status come: never, at once, late, twice.
fn by_chance(state: &mut State, at: Millis) -> Vec<Millis> {
    let lost = state.weather.lost_reports;
    if state.random.chance(lost) {
        return Vec::new();
    }
    let latest = if state.random.chance(200) {
        900_000
    } else {
        2_000
    };
    let first = at + state.random.between(0, latest);
    if state.random.chance(200) {
        return vec![first, first + state.random.between(0, 600_000)];
    }
    vec![first]
}

#[async_trait]
impl CarrierLog for Worker {
    async fn find_texts(
        &self,
        to: &PhoneNumber,
        created_after: Timestamp,
    ) -> Result<Vec<LoggedText>> {
        self.effect("find_texts", None, |state| {
            let now = state.now;
            let down = state.weather.log_is_down;
            if down.is_some_and(|(from, until)| (from..until).contains(&now)) {
                return Err(Error::Unavailable("the log can't be read".into()));
            }
            let found = state.twilio.creations.iter().rev();
            let texts = found
                .filter(|creation| creation.to == *to && creation.in_log_at <= now)
                .map(|creation| logged(state, creation))
                .filter(|text| text.date_created >= created_after);
            Ok(texts.collect())
        })
        .await?
    }

    async fn find_calls(
        &self,
        _to: &PhoneNumber,
        _created_after: Timestamp,
    ) -> Result<Vec<LoggedText>> {
        not_on_the_send_path()
    }

    async fn list_prices(
        &self,
        _message_type: MessageType,
        _days: RangeInclusive<Date>,
        _cursor: Option<&str>,
    ) -> Result<Page<PricedText, String>> {
        not_on_the_send_path()
    }
}

fn logged(state: &State, creation: &Creation) -> LoggedText {
    let at = state.at(creation.at + state.weather.skew);
    LoggedText {
        sid: creation.sid.clone(),
        body: creation.body.clone(),
        status: creation.status_at(state.now),
        // To the second, as Twilio does.
        date_created: at - SignedDuration::from_millis(i64::from(at.subsec_millisecond())),
        price: None,
        segments: 1,
    }
}
