//! What AWS asks, as its pages said in November 2026 for us-east-1 (Northern Virginia), without the free tier; and Twilio
//! beside it, which asks more than all of them together.

use crate::aws::metering::Usage;

/// <https://aws.amazon.com/dynamodb/pricing/on-demand/>: for a million write request units.
const WRITE_UNITS: f64 = 0.625;
/// For a million read request units.
const READ_UNITS: f64 = 0.125;
/// <https://aws.amazon.com/sqs/pricing/>: for a million requests to a standard queue.
const SQS_REQUESTS: f64 = 0.40;
/// <https://aws.amazon.com/lambda/pricing/>: for a GB-second on x86.
const GIGABYTE_SECOND: f64 = 0.000_016_666_7;
/// For a million invocations.
const INVOCATIONS: f64 = 0.20;
/// <https://aws.amazon.com/api-gateway/pricing/>: for a million requests to an HTTP API.
const HTTP_REQUESTS: f64 = 1.00;
/// <https://aws.amazon.com/cloudwatch/pricing/>: for a GB of logs that Lambda takes in.
const LOGS: f64 = 0.50;
/// <https://www.twilio.com/en-us/sms/pricing/us>: for a segment from a long code, without what the carriers add.
pub(crate) const TWILIO_SEGMENT: f64 = 0.0083;

const MILLION: f64 = 1e6;
const GIGABYTE: f64 = 1024.0 * 1024.0 * 1024.0;

/// What was used, of everything that costs something.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Used {
    /// Of DynamoDB and SQS.
    pub(crate) usage: Usage,
    /// Of Lambda.
    pub(crate) gigabyte_seconds: f64,
    /// Of Lambda.
    pub(crate) invocations: u64,
    /// Of API Gateway.
    pub(crate) http_requests: u64,
    /// Of CloudWatch.
    pub(crate) log_bytes: u64,
}

/// A line of the sheet.
pub(crate) struct Line {
    /// What was used.
    pub(crate) what: &'static str,
    /// How much of it.
    pub(crate) amount: f64,
    /// What that costs, in dollars.
    pub(crate) dollars: f64,
}

/// What it costs, line by line.
pub(crate) fn sheet(used: &Used) -> Vec<Line> {
    let line = |what, amount: f64, price: f64| Line {
        what,
        amount,
        dollars: amount * price,
    };
    let invocations = used.invocations as f64;
    vec![
        line(
            "DynamoDB write units",
            used.usage.write_units,
            WRITE_UNITS / MILLION,
        ),
        line(
            "DynamoDB read units",
            used.usage.read_units,
            READ_UNITS / MILLION,
        ),
        line(
            "SQS requests",
            used.usage.sqs_requests as f64,
            SQS_REQUESTS / MILLION,
        ),
        line("Lambda GB-seconds", used.gigabyte_seconds, GIGABYTE_SECOND),
        line("Lambda invocations", invocations, INVOCATIONS / MILLION),
        line(
            "HTTP API requests",
            used.http_requests as f64,
            HTTP_REQUESTS / MILLION,
        ),
        line("Log bytes", used.log_bytes as f64, LOGS / GIGABYTE),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_of_each_costs_what_the_pages_say() {
        let used = Used {
            usage: Usage {
                write_units: MILLION,
                read_units: MILLION,
                sqs_requests: 1_000_000,
                ..Usage::default()
            },
            gigabyte_seconds: MILLION,
            invocations: 1_000_000,
            http_requests: 1_000_000,
            log_bytes: 1024 * 1024 * 1024,
        };
        let dollars: Vec<f64> = sheet(&used).iter().map(|line| line.dollars).collect();
        let expected = [0.625, 0.125, 0.40, 16.6667, 0.20, 1.00, 0.50];
        assert!(
            dollars
                .iter()
                .zip(expected)
                .all(|(one, other)| (one - other).abs() < 1e-9),
            "{dollars:?}"
        );
    }
}
