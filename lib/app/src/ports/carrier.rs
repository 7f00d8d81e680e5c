//! The carrier of texts and calls.

use async_trait::async_trait;
use domain::delivery::SendOutcome;
use domain::{MessageContent, MessageId, PhoneNumber};

/// A text for the carrier.
#[derive(Debug, Clone)]
pub struct TextMessage {
    /// Our id; the carrier's reports bring it back.
    pub id: MessageId,
    /// Where it goes.
    pub to: PhoneNumber,
    /// What it says.
    pub content: MessageContent,
}

/// Hands texts to the network.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Makes exactly one request, never repeated by itself, and says what came of it.
    async fn send_text(&self, text: &TextMessage) -> SendOutcome;
}
