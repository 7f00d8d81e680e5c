//! Stands in for a language model, in the wire format of OpenAI's chat completions, streaming included, on one machine
//! and without an account.
//!
//! The product talks to it as it talks to OpenAI. It understands nothing: it looks texts up in a small phrasebook, marks
//! those that it does not know, and always answers the same to the same. Tests can have it be slow, broken, rude or
//! obedient. `README.md` has the tables.
//!
//! It depends on none of the product's crates: it is an independent reading of OpenAI's documentation.

mod answers;
mod behaviour;
mod completions;
mod conversation;
mod languages;
mod phrasebook;
mod wire;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};

use behaviour::Order;

/// How many requests are remembered for those who want to see what was asked.
const REMEMBERED: usize = 200;

/// What the model knows of its own life.
#[derive(Debug, Default)]
struct Model {
    order: Option<Order>,
    count: u64,
    asked: Vec<serde_json::Value>,
}

/// The model, as all requests share it.
type Shared = Arc<Mutex<Model>>;

/// A panic elsewhere leaves nothing half done here.
fn lock(model: &Shared) -> MutexGuard<'_, Model> {
    model.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Model {
    /// Remembers what was asked, and says how to behave.
    fn take(&mut self, asked: serde_json::Value) -> behaviour::Behaviour {
        self.count += 1;
        if self.asked.len() == REMEMBERED {
            self.asked.remove(0);
        }
        self.asked.push(asked);
        behaviour::take(&mut self.order)
    }
}

/// OpenAI's part below `/openai/v1`, which is the base address to give to the product, and the model's own below `/model`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/openai/v1/chat/completions", post(completions::create))
        .route(
            "/model/behaviour",
            get(behaviour::show)
                .put(behaviour::set)
                .delete(behaviour::clear),
        )
        .route("/model/requests", get(behaviour::requests))
        .with_state(Shared::default())
}
