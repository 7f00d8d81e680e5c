//! cargo xtask up, down, test, build, logs, generate.

fn main() {}
