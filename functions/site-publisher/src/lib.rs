//! Puts the built dashboard, which lies beside the binary, into the bucket that CloudFront serves it from.
//!
//! It is a CloudFormation custom resource, so that `sam deploy` alone publishes: template.yaml makes the resource
//! change whenever this function's package or the dashboard's configuration does.

mod bucket;
mod publisher;
mod request;
mod site;

pub use publisher::Publisher;
