//! Texts from phones to the church: what becomes of them in the network's state.

use anyhow::Result;
use jiff::Timestamp;

use super::Network;
use crate::{
    clock,
    inbound::TextOrder,
    journal::{Line, ReactionLine, ReplyLine},
    media::Medium,
    opt_out::Reaction,
    parameters::Parameters,
    phone::Alert,
    record::{Handover, Kind, Origin, Record},
    twiml::Problem,
};

impl Network {
    /// Takes a text from `number`, with what Twilio does about it by itself unless that is switched off. Gives back
    /// its sid, and that of Twilio's answer. Both are in the journal when this returns.
    ///
    /// # Errors
    /// When the journal can't be written: nothing was taken then.
    pub(crate) fn receive(
        &mut self,
        number: &str,
        church_phone: &str,
        order: TextOrder,
        handles_opt_out: bool,
    ) -> Result<(String, Option<String>)> {
        let sid = self
            .random
            .sid(if order.media.is_empty() { "SM" } else { "MM" });
        let media: Vec<Medium> = order
            .media
            .into_iter()
            .map(|medium| Medium {
                sid: self.random.sid("ME"),
                content_type: medium.content_type,
                base64: medium.base64,
            })
            .collect();
        let blocked = self.phones.get(number).is_some_and(|phone| phone.opted_out);
        let reaction = Reaction::to(&order.body, blocked)
            .filter(|_| handles_opt_out)
            .map(|reaction| ReactionLine {
                reaction,
                answer_sid: self.random.sid("SM"),
            });
        let parameters = vec![
            ("From".to_owned(), number.to_owned()),
            ("To".to_owned(), church_phone.to_owned()),
            ("Body".to_owned(), order.body),
        ];
        let at = clock::now();
        self.journal.append(&Line::Received {
            sid: sid.clone(),
            at,
            parameters: parameters.clone(),
            media: media.clone(),
            reaction: reaction.clone(),
        })?;
        let answer = reaction.as_ref().map(|line| line.answer_sid.clone());
        let record = Record::received(sid.clone(), at, Parameters(parameters), media);
        self.take_in(record, reaction);
        Ok((sid, answer))
    }

    /// Inserts a phone's text, and what Twilio did about it.
    pub(super) fn take_in(&mut self, record: Record, reaction: Option<ReactionLine>) {
        let number = record.phone_number().to_owned();
        let church_phone = record.to().to_owned();
        let at = record.accepted_at;
        self.insert(record);
        let Some(ReactionLine {
            reaction,
            answer_sid,
        }) = reaction
        else {
            return;
        };
        let parameters = Parameters(vec![
            ("To".to_owned(), number.clone()),
            ("From".to_owned(), church_phone),
            ("Body".to_owned(), reaction.answer().to_owned()),
        ]);
        let kind = Kind::Message;
        let answer = Record::new(answer_sid, kind, Origin::OptOut, at, parameters);
        self.insert(answer);
        if let (Some(blocks), Some(phone)) = (reaction.blocks(), self.phones.get_mut(&number)) {
            phone.opted_out = blocks;
        }
    }

    /// Executes the answer to a phone's text: sends its texts, and keeps what was wrong with it. All of it is in the
    /// journal when this returns, so that it is never executed twice. Gives back the sids of the texts.
    ///
    /// # Errors
    /// When the journal can't be written: nothing was executed then.
    pub(crate) fn execute_answer(
        &mut self,
        sid: &str,
        handover: Handover,
        answer: Result<Vec<Parameters>, Problem>,
    ) -> Result<Vec<String>> {
        // A reset has forgotten the text: nothing answers it any more.
        if self.position(sid).is_none() {
            return Ok(Vec::new());
        }
        let at = clock::now();
        let mut replies = Vec::new();
        let mut problems = Vec::new();
        match answer {
            Ok(texts) => {
                for Parameters(parameters) in texts {
                    let to = parameters[0].1.as_str();
                    match self.refusal_for(Kind::Message, to) {
                        Some(refusal) => {
                            problems.push(Problem::new(
                                refusal.code,
                                format!(
                                    "The answer's text to {to} was not sent: {}.",
                                    refusal.message
                                ),
                            ));
                        }
                        None => replies.push(ReplyLine {
                            sid: self.random.sid("SM"),
                            parameters,
                        }),
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
        let alerts: Vec<Alert> = problems
            .into_iter()
            .map(|problem| Alert {
                sid: sid.to_owned(),
                at,
                code: problem.code,
                message: problem.sentence,
            })
            .collect();
        self.journal.append(&Line::Answered {
            sid: sid.to_owned(),
            at,
            handover,
            replies: replies.clone(),
            alerts: alerts.clone(),
        })?;
        let sids = replies.iter().map(|reply| reply.sid.clone()).collect();
        self.take_answer(sid, at, handover, replies, alerts);
        Ok(sids)
    }

    /// Notes what became of a phone's text, and inserts the texts that answer it.
    pub(super) fn take_answer(
        &mut self,
        sid: &str,
        at: Timestamp,
        handover: Handover,
        replies: Vec<ReplyLine>,
        alerts: Vec<Alert>,
    ) {
        let Some(position) = self.position(sid) else {
            return;
        };
        let record = &mut self.records[position];
        record.handover = Some(handover);
        record.updated_at = at;
        let number = record.phone_number().to_owned();
        if let Some(phone) = self.phones.get_mut(&number) {
            phone.alerts.extend(alerts);
        }
        self.touch(&number);
        for reply in replies {
            let parameters = Parameters(reply.parameters);
            let kind = Kind::Message;
            self.insert(Record::new(reply.sid, kind, Origin::Twiml, at, parameters));
        }
    }

    /// The sids of phones' texts that were not handed on yet, oldest first.
    pub(crate) fn not_handed_over(&self) -> Vec<String> {
        self.inbound
            .iter()
            .map(|&position| &self.records[position])
            .filter(|record| record.handover.is_none())
            .map(|record| record.sid.clone())
            .collect()
    }

    /// The positions of all texts from phones, oldest first.
    pub(crate) fn inbound(&self) -> &[usize] {
        &self.inbound
    }
}
