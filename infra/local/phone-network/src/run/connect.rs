//! Calls other phones, and connects the first that answers.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};

use super::{
    COMPLETED, Run, Stop,
    document::{Source, ask},
};
use crate::{
    app::App,
    live::{Act, Heard, Wait},
    parameters::Parameters,
    record::Status,
    twiml::{
        Problem,
        voice::{Address, Dial, Number},
    },
};

/// How far a called phone has come.
#[derive(Debug)]
enum Progress {
    /// It was answered; whoever did hears the document first that is meant for them.
    Answered,
    /// It can be connected.
    Ready,
    Ended(Status),
}

type Told = mpsc::UnboundedReceiver<(String, Progress)>;

/// The calls to other phones; they end with this.
#[derive(Debug)]
struct Legs {
    app: Arc<App>,
    sids: Vec<String>,
}

impl Legs {
    /// Ends all but one.
    fn end_all_but(&self, kept: &str) {
        let calls = self.app.calls();
        for sid in self.sids.iter().filter(|sid| *sid != kept) {
            calls.tell(sid, Act::Complete);
        }
    }
}

impl Drop for Legs {
    fn drop(&mut self) {
        self.end_all_but("");
    }
}

/// How it went, as the `action` is told.
#[derive(Debug)]
struct Report {
    sid: String,
    status: Status,
    /// Seconds for which both talked; none when they did not.
    seconds: Option<u64>,
}

impl Report {
    fn parameters(self) -> Vec<(String, String)> {
        let mut parameters = vec![
            ("DialCallSid".to_owned(), self.sid),
            ("DialCallStatus".to_owned(), self.status.name().to_owned()),
            ("DialBridged".to_owned(), self.seconds.is_some().to_string()),
        ];
        if let Some(seconds) = self.seconds {
            parameters.push(("DialCallDuration".to_owned(), seconds.to_string()));
        }
        parameters
    }
}

impl Run {
    /// Dials, and gives back where to go on afterwards; none for the next verb.
    pub(super) async fn dial(&mut self, dial: Dial) -> Result<Option<Source>, Stop> {
        if !dial.answers_on_bridge {
            self.answer()?;
        }
        self.wait_for(Wait::Dialling);
        let mut legs = Legs {
            app: Arc::clone(&self.app),
            sids: Vec::new(),
        };
        let mut told = match self.call_all(&dial, &mut legs) {
            Ok(told) => told,
            Err(problem) => {
                self.note_mistake(problem);
                return Err(COMPLETED);
            }
        };
        let (report, stop) = self.follow(&dial, &legs, &mut told).await;
        drop(legs);
        self.app.calls().connect(&self.sid, None);
        let Some(Address { url, by_get }) = dial.action else {
            return stop.map_or(Ok(None), Err);
        };
        let extra = report.parameters();
        match stop {
            None => Ok(Some(Source::Url { url, by_get, extra })),
            Some(stop) => {
                // Whoever hung up hears no answer; the account is told how it went all the same.
                if let (Stop::End(..), Some(record)) = (&stop, self.record()) {
                    let app = Arc::clone(&self.app);
                    ask(app, record, url, by_get, extra).await.ok();
                }
                Err(stop)
            }
        }
    }

    /// Calls every number.
    fn call_all(&self, dial: &Dial, legs: &mut Legs) -> Result<Told, Problem> {
        let (tell, told) = mpsc::unbounded_channel();
        let from = self.record().map(|record| {
            let dialled = record.parameters.get("From").unwrap_or_default().to_owned();
            dial.caller_id.clone().unwrap_or(dialled)
        });
        let from = from.unwrap_or_default();
        let church = &self.app.config.church_phone;
        for number in &dial.numbers {
            if number.phone == *church {
                return Err(Problem::new(
                    12200,
                    "<Dial> can't call the church's own number.",
                ));
            }
            let mut parameters = vec![
                ("From".to_owned(), from.clone()),
                ("To".to_owned(), number.phone.clone()),
                ("ParentCallSid".to_owned(), self.sid.clone()),
            ];
            if let Some(Address { url, by_get }) = &number.callback {
                let method = if *by_get { "GET" } else { "POST" };
                parameters.push(("StatusCallback".to_owned(), url.clone()));
                parameters.push(("StatusCallbackMethod".to_owned(), method.to_owned()));
                parameters.push(("StatusCallbackEvent".to_owned(), number.events.join(" ")));
            }
            let added = {
                let mut network = self.app.network();
                let added = network.add_leg(Parameters(parameters));
                self.app.announce_change(&network);
                added
            };
            let record = match added {
                Ok(record) => record,
                Err(error) => {
                    tracing::error!(%error, "a call could not be kept");
                    return Err(Problem::new(12200, "The call could not be kept."));
                }
            };
            legs.sids.push(record.sid.clone());
            let leg = Run::new(&self.app, &record, true);
            tokio::spawn(leg.be_a_leg(number.clone(), dial.timeout, tell.clone()));
        }
        Ok(told)
    }

    /// Waits for the first that answers, and lets both talk. Gives back how it went, and why the call is over if it is.
    async fn follow(
        &mut self,
        dial: &Dial,
        legs: &Legs,
        told: &mut Told,
    ) -> (Report, Option<Stop>) {
        let mut report = Report {
            sid: legs.sids.last().cloned().unwrap_or_default(),
            status: Status::NoAnswer,
            seconds: None,
        };
        let mut ringing = legs.sids.len();
        let mut first: Option<String> = None;
        loop {
            let progress = tokio::select! {
                biased;
                act = self.acts.recv() => match self.sort(act) {
                    Ok(_) => continue,
                    Err(stop) => {
                        report.status = match first {
                            Some(_) => Status::Completed,
                            None => Status::Canceled,
                        };
                        return (report, Some(stop));
                    }
                },
                progress = told.recv() => progress,
            };
            match progress {
                Some((sid, Progress::Answered)) if first.is_none() => {
                    legs.end_all_but(&sid);
                    first = Some(sid);
                }
                Some((sid, Progress::Ready)) if first.as_ref() == Some(&sid) => {
                    return self.connect(dial, sid, told).await;
                }
                Some((sid, Progress::Ended(status))) => {
                    ringing -= 1;
                    if first.as_ref() == Some(&sid) || (first.is_none() && ringing == 0) {
                        report.sid = sid;
                        report.status = status;
                        return (report, None);
                    }
                }
                Some(_) => {}
                None => return (report, None),
            }
        }
    }

    async fn connect(
        &mut self,
        dial: &Dial,
        sid: String,
        told: &mut Told,
    ) -> (Report, Option<Stop>) {
        let mut report = Report {
            sid: sid.clone(),
            status: Status::Completed,
            seconds: Some(0),
        };
        if let Err(stop) = self.answer() {
            return (report, Some(stop));
        }
        {
            let mut calls = self.app.calls();
            for (one, other) in [(&self.sid, &sid), (&sid, &self.sid)] {
                calls.note(one, Heard::Event("Both are connected.".to_owned()));
                calls.connect(one, Some(other));
            }
        }
        let began = Instant::now();
        let until = began + Duration::from_secs(dial.time_limit);
        let stop = loop {
            tokio::select! {
                biased;
                act = self.acts.recv() => if let Err(stop) = self.sort(act) {
                    break Some(stop);
                },
                progress = told.recv() => match progress {
                    Some((ended, Progress::Ended(_))) if ended == sid => break None,
                    Some(_) => {}
                    None => break None,
                },
                () = sleep_until(until) => break None,
            }
        };
        self.app.calls().tell(&sid, Act::Complete);
        report.seconds = Some(began.elapsed().as_secs());
        (report, stop)
    }

    /// Is one of the phones that are called.
    async fn be_a_leg(
        mut self,
        number: Number,
        seconds: u64,
        tell: mpsc::UnboundedSender<(String, Progress)>,
    ) {
        let stop = self.ring_and_wait(number, seconds, &tell).await;
        let status = match &stop {
            Stop::End(status, _) => *status,
            Stop::Redirect(_) => Status::Completed,
        };
        let sid = self.sid.clone();
        self.end(stop);
        tell.send((sid, Progress::Ended(status))).ok();
    }

    async fn ring_and_wait(
        &mut self,
        number: Number,
        seconds: u64,
        tell: &mpsc::UnboundedSender<(String, Progress)>,
    ) -> Stop {
        let Some(record) = self.record() else {
            return COMPLETED;
        };
        let by = match self.ring(&record, seconds).await {
            Ok(by) => by,
            Err(stop) => return stop,
        };
        if let Err(stop) = self.pick_up(by) {
            return stop;
        }
        tell.send((self.sid.clone(), Progress::Answered)).ok();
        if let Some(address) = number.whisper {
            self.whispers = true;
            if let Err(stop) = self.talk(Source::at(address, Vec::new())).await {
                return stop;
            }
        }
        tell.send((self.sid.clone(), Progress::Ready)).ok();
        loop {
            let act = self.acts.recv().await;
            if let Err(stop) = self.sort(act) {
                return stop;
            }
        }
    }
}
