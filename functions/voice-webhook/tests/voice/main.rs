//! Calls, as API Gateway brings them from Twilio: signed, in forms, to our table, with a model on loopback. What is asked
//! next is what the TwiML says: each test follows its links.

mod attacks;
mod inbound;
mod outbound;
mod support;
