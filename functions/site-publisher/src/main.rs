//! CloudFormation custom resource: puts the built dashboard into its bucket.

fn main() {}
