//! Twilio's error codes in words for staff: what happened, and what to do where something can be done.
//! Source of each: `https://www.twilio.com/docs/api/errors/<code>`.

/// A sentence for an error code; codes that we have no words for get a general one.
pub(super) fn sentence(code: &str) -> &'static str {
    match code {
        "21211" | "21217" => {
            "This is not a phone number that can be texted. Check it in the contact."
        }
        "21214" | "21614" | "30006" => "This is a landline, or a phone that can't get texts.",
        "21635" => "This is a landline. Try a call instead.",
        "30005" => "This number does not exist any more. Check it in the contact.",
        "21610" => "This person asked not to get texts from the church.",
        "30003" => "The phone was off or out of reach.",
        "30004" => "The person's phone or phone company blocks our texts.",
        "30007" => {
            "The phone company took the text for spam. Say who you are, and avoid shortened links."
        }
        "30008" => "The phone company did not say why it was not delivered.",
        "30017" => "The phone company's network was too busy.",
        "30410" => "The phone company did not answer in time.",
        "20429" | "14107" | "21611" | "30001" | "30022" => "Too many texts were sent at once.",
        "30023" | "30027" | "63038" => {
            "The day's limit of texts is reached. It can be sent again tomorrow."
        }
        "20003" => {
            "Twilio did not take our account or password. Ask whoever set up Tidings to check them."
        }
        "21606" | "21603" => {
            "The church's number can't send texts. Ask whoever set up Tidings to check it at Twilio."
        }
        "21408" => "Texts to this country are not switched on at Twilio.",
        "30002" => {
            "The church's Twilio account is suspended. Ask whoever set up Tidings to look at it."
        }
        "30024" | "30032" | "30034" => {
            "The church's number is not registered yet for texts to this country."
        }
        "21602" | "21604" | "21617" => "Tidings put this text together wrongly. Please report it.",
        _ => "The text did not go out, and the phone company gave no reason that we know.",
    }
}
