//! Calls: what becomes of them in the network's state.

use anyhow::Result;

use super::Network;
use crate::{
    clock,
    journal::Line,
    parameters::Parameters,
    phone::Alert,
    record::{Kind, Origin, Record, Status},
    twiml::Problem,
};

impl Network {
    /// Takes a call from a phone to the church. It is in the journal when this returns.
    ///
    /// # Errors
    /// When the journal can't be written: nobody dialled then.
    pub(crate) fn take_call(&mut self, parameters: Parameters) -> Result<Record> {
        let sid = self.random.sid("CA");
        let record = Record::dialled(sid, clock::now(), parameters);
        self.journal.append(&Line::Dialled {
            sid: record.sid.clone(),
            at: record.accepted_at,
            parameters: record.parameters.0.clone(),
        })?;
        self.insert(record.clone());
        Ok(record)
    }

    /// Makes the call to another phone that a `<Dial>` orders.
    ///
    /// # Errors
    /// When the journal can't be written: nobody is called then.
    pub(crate) fn add_leg(&mut self, parameters: Parameters) -> Result<Record> {
        let sid = self.random.sid("CA");
        let record = Record::new(sid, Kind::Call, Origin::Twiml, clock::now(), parameters);
        self.journal.append(&Line::Accepted {
            sid: record.sid.clone(),
            kind: record.kind,
            at: record.accepted_at,
            parameters: record.parameters.0.clone(),
            origin: record.origin,
        })?;
        self.insert(record.clone());
        Ok(record)
    }

    /// Moves a call on, and gives it back as it is now; none when it is gone or has come to its end already.
    pub(crate) fn move_call(
        &mut self,
        sid: &str,
        status: Status,
        error_code: Option<u32>,
    ) -> Option<Record> {
        let position = self.position(sid)?;
        if self.records[position].status.is_final() {
            return None;
        }
        self.move_record(position, status, error_code, clock::now());
        let record = self.records[position].clone();
        self.touch(record.phone_number());
        Some(record)
    }

    /// Notes who answered.
    pub(crate) fn set_answered_by(&mut self, sid: &str, who: &'static str) {
        if let Some(position) = self.position(sid) {
            self.records[position].answered_by = Some(who);
        }
    }

    /// Notes with its phone what was wrong in a call.
    ///
    /// # Errors
    /// When the journal can't be written: a restart forgets the mistake.
    pub(crate) fn note_mistake(&mut self, sid: &str, problem: &Problem) -> Result<()> {
        let Some(record) = self.get(sid) else {
            return Ok(());
        };
        let number = record.phone_number().to_owned();
        let alert = Alert {
            sid: sid.to_owned(),
            at: clock::now(),
            code: problem.code,
            message: problem.sentence.clone(),
        };
        self.take_alert(&number, alert.clone());
        self.journal.append(&Line::Mistake { number, alert })
    }

    pub(super) fn take_alert(&mut self, number: &str, alert: Alert) {
        if let Some(phone) = self.phones.get_mut(number) {
            phone.alerts.push(alert);
        }
        self.touch(number);
    }

    /// The calls that had not come to their end, or whose end was not told, oldest first.
    pub(crate) fn unfinished_calls(&self) -> Vec<Record> {
        self.records
            .iter()
            .filter(|record| record.kind == Kind::Call)
            .filter(|record| !record.status.is_final() || record.announced != Some(record.status))
            .cloned()
            .collect()
    }

    /// A random time that one status lasts, in milliseconds.
    pub(crate) fn draw(&mut self, least: u64, most: u64) -> u64 {
        self.random.between(least, most)
    }
}
