//! Prints the OpenAPI document: `cargo run -q -p api --example openapi > functions/api/openapi.json`.

fn main() -> serde_json::Result<()> {
    print!("{}", api::openapi_json()?);
    Ok(())
}
