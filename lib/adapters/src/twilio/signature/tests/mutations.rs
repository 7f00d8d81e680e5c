//! Signed requests with one thing changed: none of them is accepted.

use super::reference::signed_text;
use super::{SIGNATURE, URL, accepted, call, pairs, tokens};

type Form = Vec<(String, String)>;

/// A request with its signature and the token that it is checked with.
#[derive(Clone, PartialEq)]
struct Attempt {
    url: String,
    parameters: Form,
    signature: String,
    token: String,
}

impl Attempt {
    fn new(url: &str, parameters: Form, signature: &str) -> Self {
        Self {
            url: url.into(),
            parameters,
            signature: signature.into(),
            token: "12345".into(),
        }
    }

    fn is_accepted(&self) -> bool {
        let token = tokens(&[&self.token]);
        accepted(&token, &self.url, &self.parameters, &self.signature)
    }

    /// Whether it says the same as another: Twilio does not sign where a name ends and its value begins.
    fn says_the_same_as(&self, other: &Self) -> bool {
        let text = |attempt: &Self| signed_text(&attempt.url, &attempt.parameters);
        text(self) == text(other) && self.signature == other.signature && self.token == other.token
    }
}

fn examples() -> [Attempt; 3] {
    let repeated = [
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ];
    [
        Attempt::new(URL, call(), SIGNATURE),
        Attempt::new(
            "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            call(),
            "kvajT1Ptam85bY51eRf/AJRuM3w=",
        ),
        Attempt::new(URL, pairs(&repeated), "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    ]
}

/// A text with one letter replaced, put in, taken out, in the other case, or two neighbours exchanged, at each place.
fn mutations(text: &str, letters: &str) -> Vec<String> {
    let original: Vec<char> = text.chars().collect();
    let mut mutations = Vec::new();
    for index in 0..=original.len() {
        for letter in letters.chars() {
            let mut longer = original.clone();
            longer.insert(index, letter);
            mutations.push(longer);
        }
        if index == original.len() {
            continue;
        }
        for letter in letters.chars() {
            let mut replaced = original.clone();
            replaced[index] = letter;
            mutations.push(replaced);
        }
        let mut shorter = original.clone();
        shorter.remove(index);
        mutations.push(shorter);
        let mut other_case = original.clone();
        let letter = other_case[index];
        other_case[index] = if letter.is_uppercase() {
            letter.to_ascii_lowercase()
        } else {
            letter.to_ascii_uppercase()
        };
        mutations.push(other_case);
        let mut exchanged = original.clone();
        exchanged.swap(index, (index + 1) % original.len());
        mutations.push(exchanged);
    }
    mutations.into_iter().map(String::from_iter).collect()
}

fn of_url(example: &Attempt) -> Vec<Attempt> {
    let mut urls = mutations(&example.url, "a1/&=?:%é ");
    urls.extend(
        [
            "https://mycompany.com/myapp.php?bar=2&foo=1",
            "https://mycompany.com/myapp.php?foo=1",
            "https://mycompany.com/myapp.php",
            "https://mycompany.com:8443/myapp.php?foo=1&bar=2",
            "https://mycompany.com:80/myapp.php?foo=1&bar=2",
            "http://mycompany.com/myapp.php?foo=1&bar=2",
            "https://www.mycompany.com/myapp.php?foo=1&bar=2",
            "https://mycompany.com/myapp.php?foo=1&bar=2#rc=3&rp=all",
            "",
        ]
        .map(str::to_owned),
    );
    let with_url = |url| Attempt {
        url,
        ..example.clone()
    };
    urls.into_iter().map(with_url).collect()
}

fn of_letters_of_parameters(example: &Attempt) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    for index in 0..example.parameters.len() {
        let (name, value) = &example.parameters[index];
        let names = mutations(name, "aZ0é")
            .into_iter()
            .map(|name| (name, value.clone()));
        let values = mutations(value, "aZ0é ")
            .into_iter()
            .map(|value| (name.clone(), value));
        for pair in names.chain(values) {
            let mut attempt = example.clone();
            attempt.parameters[index] = pair;
            attempts.push(attempt);
        }
    }
    attempts
}

/// Parameters left out, added, doubled with another value, exchanged, or with values that have changed places.
fn of_whole_parameters(example: &Attempt) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    let mut push = |change: &dyn Fn(&mut Form)| {
        let mut attempt = example.clone();
        change(&mut attempt.parameters);
        attempts.push(attempt);
    };
    let count = example.parameters.len();
    push(&|parameters| parameters.clear());
    for index in 0..count {
        push(&|parameters| drop(parameters.remove(index)));
        push(&|parameters| parameters.push((parameters[index].0.clone(), "another".into())));
        push(&|parameters| parameters.push((parameters[index].0.clone(), String::new())));
        push(&|parameters| parameters.push(("Another".into(), parameters[index].1.clone())));
        push(&|parameters| {
            let (name, value) = &mut parameters[index];
            std::mem::swap(name, value);
        });
        for other in index + 1..count {
            push(&|parameters| {
                let value = parameters[index].1.clone();
                parameters[index].1 = std::mem::replace(&mut parameters[other].1, value);
            });
        }
    }
    attempts
}

fn of_signature(example: &Attempt) -> Vec<Attempt> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ ,";
    let mut signatures = mutations(&example.signature, letters);
    let signature = &example.signature;
    signatures.extend([
        String::new(),
        signature.chars().rev().collect(),
        signature.to_lowercase(),
        signature.trim_end_matches('=').to_owned(),
        format!("{signature},{signature}"),
        format!("{signature}\n"),
        SIGNATURE[..1].to_owned(),
    ]);
    let with_signature = |signature| Attempt {
        signature,
        ..example.clone()
    };
    signatures.into_iter().map(with_signature).collect()
}

fn of_token(example: &Attempt) -> Vec<Attempt> {
    let letters: String = (' '..='~').collect();
    let mut others = mutations(&example.token, &letters);
    others.push(String::new());
    let with_token = |token| Attempt {
        token,
        ..example.clone()
    };
    others.into_iter().map(with_token).collect()
}

/// I5
#[test]
fn no_request_with_one_thing_changed_is_accepted() {
    let mut tried = 0;
    for example in examples() {
        assert!(example.is_accepted());
        for (kind, attempts) in [
            ("URL", of_url(&example)),
            ("letters of parameters", of_letters_of_parameters(&example)),
            ("parameters", of_whole_parameters(&example)),
            ("signature", of_signature(&example)),
            ("token", of_token(&example)),
        ] {
            let mut of_kind = 0;
            for attempt in attempts {
                if attempt.says_the_same_as(&example) {
                    continue;
                }
                let words = format!("{kind}: {} {:?}", attempt.url, attempt.parameters);
                assert!(!attempt.is_accepted(), "{words}");
                of_kind += 1;
            }
            println!("{kind}: {of_kind} refused");
            tried += of_kind;
        }
    }
    println!("all: {tried} changed requests, none accepted");
    assert!(tried >= 10_000, "only {tried}");
}

/// The order of parameters is not signed, nor is how often one comes with the same value.
#[test]
fn the_order_of_parameters_does_not_count() {
    for example in examples() {
        let mut turned = example.clone();
        for _ in 0..example.parameters.len() {
            turned.parameters.rotate_left(1);
            assert!(turned.is_accepted());
        }
        turned.parameters.reverse();
        turned.parameters.push(turned.parameters[0].clone());
        assert!(turned.is_accepted());
    }
}
