//! What the network knows: every text and call, and every phone.
//!
//! All of it is in memory behind one lock, and each change is in the journal before it is answered for.
//! Nothing that a creation does grows with the number of creations before it.

mod calls;
mod inbound;

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use anyhow::Result;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    clock,
    error::TwilioError,
    journal::{Journal, Line},
    loop_guard::LOOP_CODE,
    message::refusal_of,
    parameters::Parameters,
    phone::{Behaviour, Phone},
    random::SplitMix64,
    record::{Kind, Origin, Record, Status},
    timetable::{Pace, Step, next_step},
};

/// The records, the phones and the journal that keeps both.
#[derive(Debug)]
pub(crate) struct Network {
    records: Vec<Record>,
    by_sid: HashMap<String, usize>,
    /// Positions of what phones have sent to the church, oldest first.
    inbound: Vec<usize>,
    phones: BTreeMap<String, Phone>,
    /// Which phone changed at which version; one entry for each phone.
    changes: BTreeMap<u64, String>,
    version: u64,
    /// How many records the account created.
    created: usize,
    /// How many of those show each status.
    counts: BTreeMap<&'static str, usize>,
    random: SplitMix64,
    journal: Journal,
}

impl Network {
    /// Opens the network that `folder` keeps, as it was left.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let (journal, lines) = Journal::open(folder)?;
        let mut network = Self {
            records: Vec::new(),
            by_sid: HashMap::new(),
            inbound: Vec::new(),
            phones: BTreeMap::new(),
            changes: BTreeMap::new(),
            version: 0,
            created: 0,
            counts: BTreeMap::new(),
            random: SplitMix64::from_system(),
            journal,
        };
        for line in lines {
            network.replay(line);
        }
        Ok(network)
    }

    fn replay(&mut self, line: Line) {
        match line {
            Line::Accepted {
                sid,
                kind,
                at,
                parameters,
                origin,
            } => {
                let parameters = Parameters(parameters);
                self.insert(Record::new(sid, kind, origin, at, parameters));
            }
            Line::Dialled {
                sid,
                at,
                parameters,
            } => self.insert(Record::dialled(sid, at, Parameters(parameters))),
            Line::Mistake { number, alert } => self.take_alert(&number, alert),
            Line::Received {
                sid,
                at,
                parameters,
                media,
                reaction,
            } => {
                let parameters = Parameters(parameters);
                self.take_in(Record::received(sid, at, parameters, media), reaction);
            }
            Line::Answered {
                sid,
                at,
                handover,
                replies,
                alerts,
            } => self.take_answer(&sid, at, handover, replies, alerts),
            Line::Progress {
                sid,
                status,
                at,
                error_code,
            } => {
                if let Some(&position) = self.by_sid.get(&sid) {
                    self.move_record(position, status, error_code, at);
                    self.records[position].announced = Some(status);
                }
            }
            Line::Phone { number, behaviour } => {
                self.phones.entry(number.clone()).or_default().behaviour = behaviour;
                self.touch(&number);
            }
        }
    }

    /// The reason for which nothing can be created for `number` now: how its phone behaves, or that it has said STOP.
    pub(crate) fn refusal_for(&self, kind: Kind, number: &str) -> Option<TwilioError> {
        let phone = self.phones.get(number)?;
        refusal_of(phone.behaviour)
            .or_else(|| (kind == Kind::Message && phone.opted_out).then(TwilioError::unsubscribed))
    }

    /// Accepts a creation under a new sid. It is in the journal when this returns.
    ///
    /// # Errors
    /// When the journal can't be written: nothing was accepted then.
    pub(crate) fn accept(&mut self, kind: Kind, parameters: Parameters) -> Result<Record> {
        let prefix = match kind {
            Kind::Message if parameters.filled("MediaUrl").is_some() => "MM",
            Kind::Message => "SM",
            Kind::Call => "CA",
        };
        let sid = self.random.sid(prefix);
        let record = Record::new(sid, kind, Origin::Api, clock::now(), parameters);
        self.journal.append(&Line::Accepted {
            sid: record.sid.clone(),
            kind,
            at: record.accepted_at,
            parameters: record.parameters.0.clone(),
            origin: record.origin,
        })?;
        self.insert(record.clone());
        Ok(record)
    }

    fn insert(&mut self, mut record: Record) {
        let position = self.records.len();
        let number = record.phone_number().to_owned();
        self.by_sid.insert(record.sid.clone(), position);
        let phone = self.phones.entry(number.clone()).or_default();
        if record.origin == Origin::Phone && record.kind == Kind::Call {
            phone.dialled.push(position);
        } else if record.origin == Origin::Phone {
            self.inbound.push(position);
            phone.sent.push(position);
        } else {
            phone.received.push(position);
        }
        if record.is_creation() {
            self.created += 1;
            *self.counts.entry(record.status.name()).or_default() += 1;
            if record.kind == Kind::Message && !phone.loop_guard.lets_pass(record.accepted_at) {
                record.doom = Some(LOOP_CODE);
            }
        }
        self.records.push(record);
        self.touch(&number);
    }

    fn touch(&mut self, number: &str) {
        let Some(phone) = self.phones.get_mut(number) else {
            return;
        };
        self.changes.remove(&phone.version);
        self.version += 1;
        phone.version = self.version;
        self.changes.insert(self.version, number.to_owned());
    }

    fn move_record(
        &mut self,
        position: usize,
        status: Status,
        error_code: Option<u32>,
        at: Timestamp,
    ) {
        let record = &mut self.records[position];
        if record.is_creation() {
            let before = self.counts.entry(record.status.name()).or_default();
            *before = before.saturating_sub(1);
            *self.counts.entry(status.name()).or_default() += 1;
        }
        record.move_to(status, error_code, at);
    }

    /// Shows a new status on the resource, and gives it back as it is now; its callback comes next.
    ///
    /// None when the record is gone, or is no longer where the step was decided: then somebody else moved it.
    pub(crate) fn show(&mut self, sid: &str, after: Option<Status>, step: Step) -> Option<Record> {
        let position = self.position(sid)?;
        if self.records[position].stepped != after {
            return None;
        }
        self.move_record(position, step.status, step.error_code, clock::now());
        let record = self.records[position].clone();
        self.touch(record.to());
        Some(record)
    }

    /// Notes that the callback of the status shown now was attempted, so that a restart goes on after it.
    ///
    /// # Errors
    /// When the journal can't be written: after a restart the callback comes again.
    pub(crate) fn mark_announced(&mut self, sid: &str, status: Status) -> Result<()> {
        let Some(&position) = self.by_sid.get(sid) else {
            return Ok(());
        };
        let record = &mut self.records[position];
        record.announced = Some(status);
        self.journal.append(&Line::Progress {
            sid: sid.to_owned(),
            status,
            at: record.updated_at,
            error_code: record.error_code,
        })
    }

    /// The behaviour of a number; a number that nobody set behaves normally.
    pub(crate) fn behaviour(&self, number: &str) -> Behaviour {
        self.phones
            .get(number)
            .map(|phone| phone.behaviour)
            .unwrap_or_default()
    }

    /// Tells a phone how to behave from now on.
    ///
    /// # Errors
    /// When the journal can't be written: nothing changed then.
    pub(crate) fn set_behaviour(&mut self, number: &str, behaviour: Behaviour) -> Result<()> {
        self.journal.append(&Line::Phone {
            number: number.to_owned(),
            behaviour,
        })?;
        self.phones.entry(number.to_owned()).or_default().behaviour = behaviour;
        self.touch(number);
        Ok(())
    }

    /// Forgets every text and call and every phone.
    ///
    /// # Errors
    /// When the journal can't be emptied: nothing changed then.
    pub(crate) fn reset(&mut self) -> Result<()> {
        self.journal.clear()?;
        self.records.clear();
        self.by_sid.clear();
        self.inbound.clear();
        self.created = 0;
        self.phones.clear();
        self.changes.clear();
        self.counts.clear();
        self.version += 1;
        Ok(())
    }

    /// Where the record stands and what comes next, by the behaviour of its phone; none at its end.
    pub(crate) fn next_step(&mut self, sid: &str, pace: Pace) -> Option<(Option<Status>, Step)> {
        let record = &self.records[self.position(sid)?];
        let behaviour = self.behaviour(record.to());
        let step = next_step(record, behaviour, pace, &mut self.random, clock::now())?;
        Some((record.announced, step))
    }

    /// The sids of texts that are on their way to phones, oldest first; to one number, or to all.
    pub(crate) fn unfinished(&self, number: Option<&str>) -> Vec<String> {
        self.records
            .iter()
            .filter(|record| record.origin != Origin::Phone && record.kind == Kind::Message)
            .filter(|record| !record.status.is_final() || record.announced != Some(record.status))
            .filter(|record| number.is_none_or(|number| record.to() == number))
            .map(|record| record.sid.clone())
            .collect()
    }

    /// All texts and calls, oldest first.
    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }

    /// The positions of what came to `number`, oldest first.
    pub(crate) fn received_by(&self, number: &str) -> &[usize] {
        self.phones.get(number).map_or(&[], |phone| &phone.received)
    }

    /// The position of the record with this sid.
    pub(crate) fn position(&self, sid: &str) -> Option<usize> {
        self.by_sid.get(sid).copied()
    }

    /// The record with this sid.
    pub(crate) fn get(&self, sid: &str) -> Option<&Record> {
        self.position(sid).map(|position| &self.records[position])
    }

    /// Counts up with every change.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// Up to `limit` phones whose number contains `search`, by number, and how many there are in all.
    pub(crate) fn phones(&self, search: &str, limit: usize, last: usize) -> Value {
        let matching = self
            .phones
            .iter()
            .filter(|(number, _)| number.contains(search));
        let total = matching.clone().count();
        let items: Vec<Value> = matching
            .take(limit)
            .map(|(number, phone)| phone.view(number, &self.records, last))
            .collect();
        json!({ "items": items, "total": total })
    }

    /// One phone with all that it received.
    pub(crate) fn phone(&self, number: &str) -> Option<Value> {
        self.phones
            .get(number)
            .map(|phone| phone.view(number, &self.records, usize::MAX))
    }

    /// The phones that changed after `version`, with their `last` newest texts.
    pub(crate) fn phones_changed_after(&self, version: u64, last: usize) -> Vec<Value> {
        self.changes
            .range(version + 1..)
            .filter_map(|(_, number)| {
                self.phones
                    .get(number)
                    .map(|phone| phone.view(number, &self.records, last))
            })
            .collect()
    }

    /// What there is in all: creations, texts from phones, phones, and creations by the status that they show.
    pub(crate) fn totals(&self) -> Value {
        json!({
            "accepted": self.created,
            "inbound": self.inbound.len(),
            "phones": self.phones.len(),
            "by_status": self.counts,
        })
    }
}
