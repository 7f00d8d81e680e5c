//! The one place that asks the machine for the time, and writes it as Twilio does.

use jiff::Timestamp;

/// The present instant. A program that plays real phones in real time has no use for a handed-in clock;
/// what its tests vary are the delays.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// `Thu, 24 Aug 2023 05:01:45 +0000`: the form of every date in Twilio's 2010-04-01 resources.
pub(crate) fn rfc2822(instant: Timestamp) -> String {
    instant.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

#[cfg(test)]
mod tests {
    use super::rfc2822;

    #[test]
    fn dates_are_written_as_twilio_writes_them() {
        let instant = "2023-08-24T05:01:45.900Z".parse().expect("a timestamp");
        assert_eq!(rfc2822(instant), "Thu, 24 Aug 2023 05:01:45 +0000");
    }
}
