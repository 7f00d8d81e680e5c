//! Lists of messages and calls, newest first, page by page.

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use serde_json::{Value, json};

use crate::{
    error::TwilioError,
    network::Network,
    parameters::Parameters,
    record::{Kind, Record},
};

/// A page of records and where it lies, before it is written as JSON.
#[derive(Debug)]
pub(crate) struct Page {
    positions: Vec<usize>,
    page: u64,
    size: u64,
    newer: bool,
    older: bool,
}

/// A filter by date: inclusive at both ends, as the dates of Twilio's `<=` and `>=` are.
#[derive(Debug, Default)]
struct Span {
    from: Option<Timestamp>,
    before: Option<Timestamp>,
}

impl Span {
    fn read(query: &Parameters, name: &str) -> Result<Self, TwilioError> {
        let mut span = Self::default();
        if let Some(text) = query.filled(name) {
            let (start, end) = day_or_instant(name, text)?;
            (span.from, span.before) = (Some(start), Some(end));
        }
        if let Some(text) = query.filled(&format!("{name}>")) {
            span.from = Some(day_or_instant(name, text)?.0);
        }
        if let Some(text) = query.filled(&format!("{name}<")) {
            span.before = Some(day_or_instant(name, text)?.1);
        }
        Ok(span)
    }

    fn holds(&self, instant: Option<Timestamp>) -> bool {
        if self.from.is_none() && self.before.is_none() {
            return true;
        }
        // A message without a date is in no span: one that was just accepted has none yet.
        instant.is_some_and(|instant| {
            self.from.is_none_or(|from| instant >= from)
                && self.before.is_none_or(|before| instant < before)
        })
    }
}

/// The first instant of a day in UTC and of the day after; or an instant and the next second.
fn day_or_instant(name: &str, text: &str) -> Result<(Timestamp, Timestamp), TwilioError> {
    let refused = || {
        TwilioError::parameter(format!(
            "{name} must be a date such as 2009-07-06, or a date and time in GMT"
        ))
    };
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok((instant, instant + 1.second()));
    }
    let day: Date = text.parse().map_err(|_| refused())?;
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    let start = midnight(day).map_err(|_| refused())?;
    let end = day.tomorrow().and_then(midnight).map_err(|_| refused())?;
    Ok((start, end))
}

struct Filter<'a> {
    kind: Kind,
    to: Option<&'a str>,
    from: Option<&'a str>,
    status: Option<&'a str>,
    sent: Span,
    ended: Span,
}

impl<'a> Filter<'a> {
    fn read(query: &'a Parameters, kind: Kind) -> Result<Self, TwilioError> {
        let (sent, ended) = match kind {
            Kind::Message => (Span::read(query, "DateSent")?, Span::default()),
            Kind::Call => (
                Span::read(query, "StartTime")?,
                Span::read(query, "EndTime")?,
            ),
        };
        Ok(Self {
            kind,
            to: query.filled("To"),
            from: query.filled("From"),
            status: query.filled("Status"),
            sent,
            ended,
        })
    }

    fn holds(&self, record: &Record, church_phone: &str) -> bool {
        record.kind == self.kind
            && self.to.is_none_or(|to| record.to() == to)
            && self
                .from
                .is_none_or(|from| record.from(church_phone) == from)
            && self
                .status
                .is_none_or(|status| record.status.name() == status)
            && self.sent.holds(record.sent_at)
            && self
                .ended
                .holds(record.status.is_final().then_some(record.updated_at))
    }
}

/// Where a page begins: `PA` and a sid is the page after that record, `PB` the one before it.
enum Start {
    Newest,
    OlderThan(usize),
    NewerThan(usize),
}

fn start(query: &Parameters, network: &Network) -> Result<Start, TwilioError> {
    let Some(token) = query.filled("PageToken") else {
        return Ok(Start::Newest);
    };
    let refused = || TwilioError::parameter("PageToken is not one that a list has given");
    let position = |sid| network.position(sid).ok_or_else(refused);
    match (token.strip_prefix("PA"), token.strip_prefix("PB")) {
        (Some(sid), _) => position(sid).map(Start::OlderThan),
        (None, Some(sid)) => position(sid).map(Start::NewerThan),
        (None, None) => Err(refused()),
    }
}

/// Reads the page that `query` asks for.
pub(crate) fn page(
    query: &Parameters,
    kind: Kind,
    network: &Network,
    church_phone: &str,
) -> Result<Page, TwilioError> {
    let size = query.number_in("PageSize", 1..=1_000)?.unwrap_or(50);
    let number = query.number_in("Page", 0..=u64::MAX)?.unwrap_or(0);
    if number > 0 && query.filled("PageToken").is_none() {
        return Err(TwilioError::parameter(
            "Page needs the PageToken of next_page_uri: follow that one",
        ));
    }
    let filter = Filter::read(query, kind)?;
    let start = start(query, network)?;
    let fits = |position: &usize| filter.holds(&network.records()[*position], church_phone);
    // A phone's own list keeps a search by To short, however much was sent to others.
    let candidates: Box<dyn DoubleEndedIterator<Item = usize>> = match filter.to {
        Some(to) if to == church_phone && kind == Kind::Message => {
            Box::new(network.inbound().iter().copied())
        }
        Some(to) => Box::new(network.received_by(to).iter().copied()),
        None => Box::new(0..network.records().len()),
    };
    let wanted = usize::try_from(size).unwrap_or(usize::MAX);
    let page = match start {
        Start::NewerThan(edge) => {
            let mut positions: Vec<usize> = candidates
                .filter(|position| *position > edge)
                .filter(fits)
                .take(wanted + 1)
                .collect();
            let newer = positions.len() > wanted;
            positions.truncate(wanted);
            positions.reverse();
            Page {
                positions,
                page: number,
                size,
                newer,
                older: true,
            }
        }
        Start::Newest | Start::OlderThan(_) => {
            let edge = if let Start::OlderThan(edge) = start {
                edge
            } else {
                usize::MAX
            };
            let mut positions: Vec<usize> = candidates
                .rev()
                .filter(|position| *position < edge)
                .filter(fits)
                .take(wanted + 1)
                .collect();
            let older = positions.len() > wanted;
            positions.truncate(wanted);
            Page {
                positions,
                page: number,
                size,
                newer: edge != usize::MAX,
                older,
            }
        }
    };
    Ok(page)
}

/// Writes a page as Twilio does: `name` holds the resources, and the URIs keep the query's filters.
pub(crate) fn answer(
    page: &Page,
    query: &Parameters,
    path: &str,
    name: &str,
    network: &Network,
    resource: impl Fn(&Record) -> Value,
) -> Value {
    let records = network.records();
    let uri = |number: u64, token: Option<String>| {
        let mut pairs: Vec<(&str, String)> = query
            .0
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "Page" | "PageSize" | "PageToken"))
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        pairs.push(("PageSize", page.size.to_string()));
        pairs.push(("Page", number.to_string()));
        pairs.extend(token.map(|token| ("PageToken", token)));
        format!(
            "{path}?{}",
            serde_urlencoded::to_string(pairs).unwrap_or_default()
        )
    };
    let token = |prefix: &str, position: Option<&usize>| {
        position.map(|&position| format!("{prefix}{}", records[position].sid))
    };
    let next = page
        .older
        .then(|| uri(page.page + 1, token("PA", page.positions.last())));
    let previous = page.newer.then(|| {
        uri(
            page.page.saturating_sub(1),
            token("PB", page.positions.first()),
        )
    });
    let first_index = page.page * page.size;
    let last_index = first_index + (page.positions.len() as u64).saturating_sub(1);
    let items: Vec<Value> = page
        .positions
        .iter()
        .map(|&position| resource(&records[position]))
        .collect();
    let mut answer = json!({
        "end": last_index,
        "first_page_uri": uri(0, None),
        "next_page_uri": next,
        "page": page.page,
        "page_size": page.size,
        "previous_page_uri": previous,
        "start": first_index,
        "uri": uri(page.page, query.filled("PageToken").map(str::to_owned)),
    });
    answer[name] = Value::Array(items);
    answer
}
