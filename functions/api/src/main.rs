//! REST API of the dashboard.

fn main() {}
