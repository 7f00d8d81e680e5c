//! Faults on order: what can go wrong between the product and Twilio, made to happen when a test wants it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::random::SplitMix64;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaultKind {
    /// The connection is reset without an answer; nothing was accepted.
    Refuse,
    /// Nothing listens at all for `delay_ms`: connections are refused, open ones are reset.
    Outage,
    /// 429 with code 20429; nothing was accepted.
    #[serde(rename = "429")]
    TooManyRequests,
    /// 500 with code 20500; nothing was accepted.
    #[serde(rename = "500_before")]
    ErrorBefore,
    /// The creation is accepted, and then the answer is 500.
    #[serde(rename = "500_after")]
    ErrorAfter,
    /// The creation is accepted, and no answer ever comes.
    NoAnswer,
    /// Nothing is accepted, and no answer ever comes.
    NoAnswerBefore,
    /// The creation is accepted; the answer's body breaks off in the middle.
    CutBody,
    /// The answer comes after `delay_ms`.
    Slow,
    /// A status callback is never sent.
    CallbackLost,
    /// A status callback is sent twice.
    CallbackRepeated,
    /// A status callback is held back until the next one of the same message was sent.
    CallbackReordered,
    /// TwiML of a call is asked for twice; what is answered first gets lost.
    WebhookRepeated,
}

/// What a fault may strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// A request of the account.
    Request,
    /// A status callback.
    Callback,
    /// A request for the TwiML of a call.
    Webhook,
}

impl FaultKind {
    fn aim(self) -> Aim {
        match self {
            Self::CallbackLost | Self::CallbackRepeated | Self::CallbackReordered => Aim::Callback,
            Self::WebhookRepeated => Aim::Webhook,
            _ => Aim::Request,
        }
    }

    fn default_delay_ms(self) -> Option<u64> {
        match self {
            Self::Slow => Some(2_000),
            Self::Outage => Some(3_000),
            _ => None,
        }
    }
}

/// Which requests or callbacks a fault may strike; what is left out matches all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Match {
    /// The whole phone number in `To`.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// A part of the request's path, or of the callback URL's.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The HTTP method, such as `POST`.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
}

/// The body of `POST /faults`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultOrder {
    kind: FaultKind,
    count: Option<u64>,
    probability: Option<f64>,
    seed: Option<u64>,
    #[serde(default, rename = "match")]
    only: Match,
    delay_ms: Option<u64>,
}

/// A fault that was ordered, and how it has fared.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Fault {
    id: u64,
    kind: FaultKind,
    active: bool,
    /// How often it has struck.
    struck: u64,
    /// How often it may still strike; absent for a fault by probability.
    #[serde(skip_serializing_if = "Option::is_none")]
    remaining: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u64>,
    #[serde(rename = "match")]
    only: Match,
    #[serde(skip)]
    random: SplitMix64,
}

/// What is known of a request or callback when a fault is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sighting<'a> {
    pub(crate) aim: Aim,
    /// Nothing follows this callback, so that it can't be overtaken.
    pub(crate) last: bool,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) to: Option<&'a str>,
}

/// A fault that strikes now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Strike {
    pub(crate) kind: FaultKind,
    pub(crate) delay: Duration,
}

impl Fault {
    fn matches(&self, sighting: Sighting<'_>) -> bool {
        let only = &self.only;
        self.active
            && self.kind.aim() == sighting.aim
            && !(self.kind == FaultKind::CallbackReordered && sighting.last)
            && only.to.as_deref().is_none_or(|to| sighting.to == Some(to))
            && only
                .path
                .as_deref()
                .is_none_or(|path| sighting.path.contains(path))
            && only
                .method
                .as_deref()
                .is_none_or(|method| method.eq_ignore_ascii_case(sighting.method))
    }

    fn strikes(&mut self) -> bool {
        if let Some(probability) = self.probability
            && self.random.next_unit() >= probability
        {
            return false;
        }
        self.struck += 1;
        if let Some(remaining) = &mut self.remaining {
            *remaining -= 1;
            self.active = *remaining > 0;
        }
        true
    }

    fn strike(&self) -> Strike {
        Strike {
            kind: self.kind,
            delay: Duration::from_millis(self.delay_ms.unwrap_or(0)),
        }
    }
}

/// All faults since the last clearing, spent ones included, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    faults: Vec<Fault>,
    last_id: u64,
}

impl Faults {
    /// Takes an order. An outage begins with it; its strike is given back for the caller to carry out.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the order.
    pub(crate) fn add(&mut self, order: FaultOrder) -> Result<(Fault, Option<Strike>), String> {
        check(&order)?;
        self.last_id += 1;
        let outage = order.kind == FaultKind::Outage;
        let seed = order.probability.map(|_| order.seed.unwrap_or(1));
        let by_count = order.probability.is_none() && !outage;
        let fault = Fault {
            id: self.last_id,
            kind: order.kind,
            active: !outage,
            struck: u64::from(outage),
            remaining: by_count.then(|| order.count.unwrap_or(1)),
            probability: order.probability,
            seed,
            delay_ms: order.delay_ms.or(order.kind.default_delay_ms()),
            only: order.only,
            random: SplitMix64::seeded(seed.unwrap_or(0)),
        };
        self.faults.push(fault.clone());
        let strike = outage.then(|| fault.strike());
        Ok((fault, strike))
    }

    /// The first fault, in the order of their making, that strikes what is seen.
    pub(crate) fn strike(&mut self, sighting: Sighting<'_>) -> Option<Strike> {
        self.faults
            .iter_mut()
            .filter(|fault| fault.matches(sighting))
            .find_map(|fault| fault.strikes().then(|| fault.strike()))
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.faults
    }

    pub(crate) fn clear(&mut self) {
        self.faults.clear();
    }

    /// Removes one fault; whether it was there.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.faults.len();
        self.faults.retain(|fault| fault.id != id);
        self.faults.len() < before
    }
}

fn check(order: &FaultOrder) -> Result<(), String> {
    if order.count.is_some() && order.probability.is_some() {
        return Err("give count or probability, not both".to_owned());
    }
    if order.count == Some(0) {
        return Err("count must be at least 1".to_owned());
    }
    if order
        .probability
        .is_some_and(|probability| !(probability > 0.0 && probability <= 1.0))
    {
        return Err("probability must be above 0 and at most 1".to_owned());
    }
    if order.seed.is_some() && order.probability.is_none() {
        return Err("seed goes with probability".to_owned());
    }
    if order.delay_ms.is_some() && order.kind.default_delay_ms().is_none() {
        return Err("delay_ms goes with the kinds slow and outage".to_owned());
    }
    if order.delay_ms.is_some_and(|delay| delay > 600_000) {
        return Err("delay_ms is at most 600,000, which is ten minutes".to_owned());
    }
    let is_outage = order.kind == FaultKind::Outage;
    if is_outage
        && (order.count.is_some() || order.probability.is_some() || order.only != Match::default())
    {
        return Err("an outage begins at once and strikes all: it takes delay_ms alone".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Aim, FaultKind, Faults, Sighting};

    fn order(faults: &mut Faults, text: &str) -> Result<(), String> {
        let order = serde_json::from_str(text).map_err(|error| error.to_string())?;
        faults.add(order).map(|_| ())
    }

    fn post_to(to: &str) -> Sighting<'_> {
        Sighting {
            aim: Aim::Request,
            last: false,
            method: "POST",
            path: "/Messages.json",
            to: Some(to),
        }
    }

    #[test]
    fn a_counted_fault_strikes_so_often_and_then_no_more() {
        let mut faults = Faults::default();
        order(&mut faults, r#"{"kind":"429","count":2}"#).expect("valid");
        let struck: Vec<bool> = (0..4)
            .map(|_| faults.strike(post_to("+1")).is_some())
            .collect();
        assert_eq!(struck, [true, true, false, false]);
        assert_eq!(
            (faults.list()[0].struck, faults.list()[0].active),
            (2, false)
        );
    }

    #[test]
    fn a_seeded_probability_strikes_the_same_requests_each_time() {
        let run = || {
            let mut faults = Faults::default();
            order(
                &mut faults,
                r#"{"kind":"500_after","probability":0.3,"seed":42}"#,
            )
            .expect("valid");
            (0..1000)
                .map(|_| faults.strike(post_to("+1")).is_some())
                .collect::<Vec<bool>>()
        };
        let first = run();
        assert_eq!(first, run());
        let struck = first.iter().filter(|struck| **struck).count();
        assert!((250..350).contains(&struck), "{struck} of 1000");
    }

    #[test]
    fn a_fault_strikes_only_what_it_matches() {
        let mut faults = Faults::default();
        order(
            &mut faults,
            r#"{"kind":"refuse","match":{"to":"+2","method":"post"}}"#,
        )
        .expect("valid");
        assert_eq!(faults.strike(post_to("+1")), None);
        let list = Sighting {
            method: "GET",
            ..post_to("+2")
        };
        assert_eq!(faults.strike(list), None);
        let callback = Sighting {
            aim: Aim::Callback,
            ..post_to("+2")
        };
        assert_eq!(faults.strike(callback), None);
        assert_eq!(
            faults.strike(post_to("+2")).map(|strike| strike.kind),
            Some(FaultKind::Refuse)
        );
    }

    #[test]
    fn a_mistaken_order_is_refused_with_a_sentence() {
        for (text, part) in [
            (
                r#"{"kind":"refuse","count":1,"probability":0.5}"#,
                "not both",
            ),
            (r#"{"kind":"refuse","count":0}"#, "at least 1"),
            (r#"{"kind":"refuse","probability":1.5}"#, "at most 1"),
            (r#"{"kind":"refuse","seed":1}"#, "goes with probability"),
            (r#"{"kind":"refuse","delay_ms":1}"#, "goes with the kinds"),
            (r#"{"kind":"refuse","counts":1}"#, "unknown field `counts`"),
            (
                r#"{"kind":"refuse","match":{"from":"+1"}}"#,
                "unknown field `from`",
            ),
            (r#"{"kind":"explode"}"#, "unknown variant `explode`"),
            (r#"{"kind":"outage","count":1}"#, "delay_ms alone"),
            (r"{}", "missing field `kind`"),
        ] {
            let error = order(&mut Faults::default(), text).expect_err(text);
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
