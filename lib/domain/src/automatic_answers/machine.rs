//! Texts that were written by a machine on behalf of somebody who is away: to answer them by ourselves would be the
//! beginning of a loop.

/// What such texts hold, in lower case. The phones' own, and the usual beginnings of others.
const SIGNS: [&str; 20] = [
    "auto-reply",
    "auto reply",
    "autoreply",
    "automatic reply",
    "automated reply",
    "automatic response",
    "automated response",
    "automated message",
    "auto-response",
    "this is an automated",
    "out of office",
    "out of the office",
    "do not disturb while driving",
    "i'm driving",
    "i’m driving",
    "i'll see your message when i get where i'm going",
    "respuesta automática",
    "réponse automatique",
    "resposta automática",
    "автоответ",
];

/// Only the beginning of a text is looked at: machines say first what they are.
const LOOKED_AT: usize = 300;

/// Whether a text looks like one that a machine has sent in answer to ours.
pub fn is_automatic_reply(text: &str) -> bool {
    let beginning: String = text.chars().take(LOOKED_AT).collect();
    let beginning = beginning.to_lowercase();
    SIGNS.iter().any(|sign| beginning.contains(sign))
}
