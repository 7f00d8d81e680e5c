//! Imports the sample congregation through the REST API, as a program of the church would.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result, bail};
use csv::StringRecord;
use serde_json::{Map, Value, json};

use super::deploy::{Outputs, STAFF_EMAIL};
use super::language;
use super::ports::Ports;
use super::secrets::Secrets;
use crate::interrupt;
use crate::progress::{self, step};

/// Requests at once: each has a function's process of its own in the emulator.
const WORKERS: usize = 4;

/// Imports the congregation into a directory that is empty, and reports rows that were refused by number and reason
/// alone: a log takes no personal data (I7).
///
/// # Errors
/// When the API can't be reached, or nobody can sign in.
pub(crate) fn import(csv: &Path, ports: Ports, outputs: &Outputs, secrets: &Secrets) -> Result<()> {
    let what = "Sample congregation";
    let api = Api {
        base: outputs.api_url.clone(),
        token: sign_in(ports, outputs, secrets)?,
        agent: agent(),
    };
    if !api.directory_is_empty()? {
        progress::skipped(what, "contacts are there");
        return Ok(());
    }
    let refused = step(what, |step| {
        let rows: Vec<_> = csv::Reader::from_path(csv)?
            .into_records()
            .collect::<Result<_, _>>()?;
        let (next, refused) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let work = || -> Result<()> {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(row) = rows.get(index) else {
                    return Ok(());
                };
                interrupt::check()?;
                if let Err(reason) = contact(row)
                    .map_or_else(|reason| Ok(Err(reason)), |input| api.create(&input))?
                {
                    // Row 1 is the header, as a spreadsheet counts.
                    refused
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push((index + 2, reason));
                }
            }
        };
        thread::scope(|scope| {
            let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
            for worker in workers {
                worker
                    .join()
                    .unwrap_or_else(|_| bail!("a worker of the import broke off"))?;
            }
            Ok::<_, anyhow::Error>(())
        })?;
        step.alive(&format!("{} rows", rows.len()));
        Ok(refused.into_inner().unwrap_or_else(PoisonError::into_inner))
    })?;
    for (row, reason) in refused {
        println!("       row {row} was refused: {reason}");
    }
    Ok(())
}

struct Api {
    base: String,
    token: String,
    agent: ureq::Agent,
}

impl Api {
    fn directory_is_empty(&self) -> Result<bool> {
        let mut answer = self
            .agent
            .get(format!("{}/api/contacts?limit=1", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .call()?;
        let page: Value = answer
            .body_mut()
            .read_json()
            .context("the API's answer is not JSON")?;
        let Some(items) = page["items"].as_array() else {
            bail!(
                "the API answered {} to the list of contacts: {}",
                answer.status(),
                problem(&page)
            );
        };
        Ok(items.is_empty())
    }

    /// Makes a contact, or gives the reason why the API refused it.
    fn create(&self, contact: &Value) -> Result<Result<(), String>> {
        let mut answer = self
            .agent
            .post(format!("{}/api/contacts", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .send_json(contact)?;
        let body: Value = answer
            .body_mut()
            .read_json()
            .context("the API's answer is not JSON")?;
        match answer.status().as_u16() {
            201 => Ok(Ok(())),
            400..500 => Ok(Err(problem(&body))),
            status => bail!(
                "the API answered {status} to a new contact: {}",
                problem(&body)
            ),
        }
    }
}

/// What a problem document complains of: its fields and their messages, else its title.
fn problem(body: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("no reason given").to_owned();
    match body["errors"].as_array() {
        Some(errors) if !errors.is_empty() => {
            let lines: Vec<_> = errors
                .iter()
                .map(|error| format!("{}: {}", text(&error["field"]), text(&error["message"])))
                .collect();
            lines.join("; ")
        }
        _ => text(&body["title"]),
    }
}

fn agent() -> ureq::Agent {
    // An answer of 4xx is an answer, not a failure to get one.
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into()
}

/// Signs in as the dashboard does:
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>.
fn sign_in(ports: Ports, outputs: &Outputs, secrets: &Secrets) -> Result<String> {
    let mut answer = agent()
        .post(format!("{}/", ports.emulator_url()))
        .header(
            "x-amz-target",
            "AWSCognitoIdentityProviderService.InitiateAuth",
        )
        .content_type("application/x-amz-json-1.1")
        .send(
            json!({
                "AuthFlow": "USER_PASSWORD_AUTH",
                "ClientId": outputs.user_pool_client_id,
                "AuthParameters": { "USERNAME": STAFF_EMAIL, "PASSWORD": secrets.staff_password },
            })
            .to_string(),
        )?;
    let text = answer.body_mut().read_to_string()?;
    let tokens: Value = serde_json::from_str(&text)?;
    match tokens["AuthenticationResult"]["IdToken"].as_str() {
        Some(token) => Ok(token.to_owned()),
        None => bail!(
            "{STAFF_EMAIL} can't sign in: {}",
            tokens["__type"].as_str().unwrap_or("no reason given")
        ),
    }
}

/// A row of the spreadsheet as the API takes it, or what is wrong with it.
fn contact(row: &StringRecord) -> Result<Value, String> {
    let cell = |index: usize| tidy(row.get(index).unwrap_or_default());
    let mut contact = Map::new();
    if !cell(0).is_empty() {
        let number: u32 = cell(0)
            .parse()
            .map_err(|_| "SL No: not a number".to_owned())?;
        contact.insert("sl_no".to_owned(), number.into());
    }
    contact.insert("name".to_owned(), cell(1).into());
    for (index, field) in [(2, "address"), (3, "city"), (4, "state_zip")] {
        if !cell(index).is_empty() {
            contact.insert(field.to_owned(), cell(index).into());
        }
    }
    contact.insert("phone".to_owned(), cell(5).into());
    let language = language::tag(&cell(6)).ok_or("Preferred Language: not one that we know")?;
    contact.insert("preferred_language".to_owned(), language.into());
    contact.insert(
        "active".to_owned(),
        active(&cell(7)).ok_or("Active: neither yes nor no")?.into(),
    );
    Ok(contact.into())
}

/// Blanks of every kind, line breaks among them, become single spaces, and none at the ends.
fn tidy(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The column was added late: a blank is a yes.
fn active(written: &str) -> Option<bool> {
    match written.to_lowercase().as_str() {
        "" | "y" | "yes" => Some(true),
        "n" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_spacing_is_tidied_and_what_is_missing_is_left_out() {
        let row = StringRecord::from(vec![
            "",
            "  Ana\u{a0} Lucia ",
            "1 Main St\n Apt 2",
            "",
            "TX77498",
            " 281-555-0196 ",
            " Español",
            "Y ",
        ]);
        let expected = json!({
            "name": "Ana Lucia", "address": "1 Main St Apt 2", "state_zip": "TX77498", "phone": "281-555-0196",
            "preferred_language": "es", "active": true
        });
        assert_eq!(contact(&row), Ok(expected));
    }

    #[test]
    fn a_row_that_makes_no_sense_is_refused_without_saying_who_it_is() {
        for (index, cell) in [(0, "first"), (6, "Elvish"), (7, "perhaps")] {
            let mut cells = vec!["1", "Ana", "", "", "", "281-555-0196", "English", "yes"];
            cells[index] = cell;
            let reason = contact(&StringRecord::from(cells)).expect_err("the row makes no sense");
            assert!(
                !reason.contains("Ana") && !reason.contains(cell),
                "{reason}"
            );
        }
    }

    #[test]
    fn every_row_of_the_sample_congregation_can_be_read() -> Result<()> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../local/sample/congregation.csv");
        let rows: Vec<_> = csv::Reader::from_path(path)?
            .into_records()
            .collect::<Result<_, _>>()?;
        assert_eq!(rows.len(), 200);
        for (index, row) in rows.iter().enumerate() {
            assert!(
                contact(row).is_ok(),
                "row {}: {:?}",
                index + 2,
                contact(row)
            );
        }
        Ok(())
    }
}
