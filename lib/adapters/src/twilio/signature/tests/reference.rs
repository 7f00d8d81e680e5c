//! The signature once more, slowly and apart from the code that is tested, down to SHA-1 (FIPS 180-4) and HMAC
//! (RFC 2104) by hand; and that both agree.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fastrand::Rng;
use sha2::{Digest, Sha256};

use super::super::is_json_signed_by;
use super::{accepted, tokens};

fn sha1(message: &[u8]) -> [u8; 20] {
    let mut state: [u32; 5] = [
        0x6745_2301,
        0xefcd_ab89,
        0x98ba_dcfe,
        0x1032_5476,
        0xc3d2_e1f0,
    ];
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend_from_slice(&(message.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks_exact(64) {
        let mut words = [0_u32; 80];
        for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
            *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        for index in 16..80 {
            let mixed = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16];
            words[index] = mixed.rotate_left(1);
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (index, word) in words.iter().enumerate() {
            let (mix, constant) = match index / 20 {
                0 => ((b & c) | (!b & d), 0x5a82_7999),
                1 => (b ^ c ^ d, 0x6ed9_eba1),
                2 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc_u32),
                _ => (b ^ c ^ d, 0xca62_c1d6),
            };
            let next = a
                .rotate_left(5)
                .wrapping_add(mix)
                .wrapping_add(e)
                .wrapping_add(constant)
                .wrapping_add(*word);
            (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
        }
        for (sum, part) in state.iter_mut().zip([a, b, c, d, e]) {
            *sum = sum.wrapping_add(part);
        }
    }
    let mut digest = [0; 20];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

/// For keys of at most 64 bytes, as our tokens are.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 20] {
    let pad = |with: u8| -> Vec<u8> {
        (0..64)
            .map(|index| key.get(index).unwrap_or(&0) ^ with)
            .collect()
    };
    let inner = sha1(&[pad(0x36), message.to_vec()].concat());
    sha1(&[pad(0x5c), inner.to_vec()].concat())
}

/// The text that is signed, by the words of Twilio's documentation.
pub(super) fn signed_text(url: &str, parameters: &[(String, String)]) -> String {
    let mut pairs = parameters.to_vec();
    pairs.sort();
    pairs.dedup();
    let mut text = url.to_owned();
    for (name, value) in pairs {
        text += &name;
        text += &value;
    }
    text
}

fn signature(token: &str, url: &str, parameters: &[(String, String)]) -> String {
    let text = signed_text(url, parameters);
    STANDARD.encode(hmac(token.as_bytes(), text.as_bytes()))
}

#[test]
fn the_reference_knows_the_published_vectors() {
    let hexadecimal = |bytes: &[u8]| {
        bytes.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("written");
            text
        })
    };
    // FIPS 180-4, and RFC 2202, case 2.
    assert_eq!(
        hexadecimal(&sha1(b"abc")),
        "a9993e364706816aba3e25717850c26c9cd0d89d"
    );
    let digest = hmac(b"Jefe", b"what do ya want for nothing?");
    assert_eq!(
        hexadecimal(&digest),
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    );
    assert_eq!(
        signature("12345", super::URL, &super::call()),
        super::SIGNATURE
    );
}

/// A URL in pieces, so that the reference need not take it apart.
#[derive(Clone)]
struct Place {
    scheme: &'static str,
    host: &'static str,
    port: Option<u16>,
    rest: String,
}

impl Place {
    fn random(random: &mut Rng) -> Self {
        let choose =
            |random: &mut Rng, choices: &[&'static str]| choices[random.usize(..choices.len())];
        let path = choose(random, &["", "/", "/api/webhooks/twilio/sms", "/a:443/b"]);
        let query = choose(
            random,
            &[
                "",
                "?",
                "?foo=1&bar=2",
                "?x=%C3%A9+%2B",
                "?at=example.org:443",
                "?ü=é",
            ],
        );
        let fragment = choose(random, &["", "", "#rc=3&rp=all"]);
        Self {
            scheme: choose(random, &["https", "http", "wss"]),
            host: choose(
                random,
                &["api.example.org", "localhost", "127.0.0.1", "[::1]"],
            ),
            port: random_port(random),
            rest: format!("{path}{query}{fragment}"),
        }
    }

    fn standard_port(&self) -> u16 {
        if self.scheme == "http" { 80 } else { 443 }
    }

    fn url(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}{}", self.scheme, self.host, self.rest)
    }

    /// The same place written in each way that counts as the same.
    fn spellings(&self) -> Vec<String> {
        let standard = Some(self.standard_port());
        if self.port.is_none() || self.port == standard {
            [None, standard]
                .map(|port| {
                    Self {
                        port,
                        ..self.clone()
                    }
                    .url()
                })
                .to_vec()
        } else {
            vec![self.url()]
        }
    }
}

fn random_port(random: &mut Rng) -> Option<u16> {
    [None, None, Some(443), Some(80), Some(8443), Some(4430)][random.usize(..6)]
}

/// Names that are the beginnings of others, capital letters, letters beyond ASCII, and none at all.
const NAMES: [&str; 10] = [
    "Sid",
    "SidAccount",
    "Si",
    "Body",
    "body",
    "Digits",
    "To",
    "é",
    "😀",
    "",
];
const VALUES: [&str; 10] = [
    "",
    "1234",
    "5678",
    "Account1",
    "+14158675309",
    "grüß dich",
    "😀",
    " ",
    "a&b=c",
    "\n",
];

fn random_parameters(random: &mut Rng) -> Vec<(String, String)> {
    let count = random.usize(..8);
    (0..count)
        .map(|_| {
            let name = NAMES[random.usize(..NAMES.len())];
            let value = VALUES[random.usize(..VALUES.len())];
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// What arrives is what was signed, in another order, and now and then with something changed.
fn arrived(parameters: &[(String, String)], random: &mut Rng) -> Vec<(String, String)> {
    let mut arrived = parameters.to_vec();
    random.shuffle(&mut arrived);
    match (random.u8(..8), arrived.len()) {
        (0, 1..) => drop(arrived.pop()),
        (1, 1..) => arrived.push(arrived[0].clone()),
        (2, 1..) => arrived[0].1.push('x'),
        (3, _) => arrived.extend(random_parameters(random)),
        _ => {}
    }
    arrived
}

const TOKENS: [&str; 3] = ["12345", "0123456789abcdef0123456789abcdef", "previous"];

#[test]
fn a_form_is_accepted_exactly_when_the_reference_accepts_it() {
    let mut random = Rng::with_seed(20_260_301);
    let mut counts = [0, 0];
    for case in 0..90_000 {
        let (signed_at, signed) = (Place::random(&mut random), random_parameters(&mut random));
        let port = if random.bool() {
            signed_at.port
        } else {
            random_port(&mut random)
        };
        let called_at = Place {
            port,
            ..signed_at.clone()
        };
        let parameters = arrived(&signed, &mut random);
        let token = TOKENS[random.usize(..3)];
        let made = signature(token, &signed_at.url(), &signed);
        let known = &TOKENS[..random.usize(1..=2)];
        // With equal texts and equal tokens, and with nothing else, the signatures are equal.
        let text = signed_text(&signed_at.url(), &signed);
        let mut spellings = called_at.spellings().into_iter();
        let is_same_text = spellings.any(|url| signed_text(&url, &parameters) == text);
        let expected = known.contains(&token) && is_same_text;
        let answer = accepted(&tokens(known), &called_at.url(), &parameters, &made);
        assert_eq!(
            answer,
            expected,
            "case {case}: {} {parameters:?}",
            called_at.url()
        );
        counts[usize::from(answer)] += 1;
    }
    println!(
        "forms: {} refused and {} accepted, as by the reference",
        counts[0], counts[1]
    );
    assert!(counts.iter().all(|count| *count > 10_000), "{counts:?}");
}

#[test]
fn json_is_accepted_exactly_when_the_reference_accepts_it() {
    let mut random = Rng::with_seed(20_260_302);
    let known = tokens(&TOKENS[..1]);
    let mut counts = [0, 0];
    for case in 0..10_000 {
        let body: Vec<u8> = (0..random.usize(..40)).map(|_| random.u8(..)).collect();
        let mut hash = Sha256::digest(&body)
            .iter()
            .fold(String::new(), |mut text, byte| {
                write!(text, "{byte:02X}").expect("written");
                text
            });
        if random.bool() {
            hash = hash.to_lowercase();
        }
        let (query, names_it) = match random.u8(..8) {
            0 => (String::new(), false),
            1 => ("?bodySHA256=".to_owned(), false),
            2 => (format!("?bodySHA256={}", &hash[1..]), false),
            3 => (format!("?bodySHA256={hash}&bodySHA256={hash}"), false),
            4 => (format!("?bodysha256={hash}"), false),
            5 => (format!("?x=1&bodySHA256={hash}#rc=3"), true),
            _ => (format!("?bodySHA256={hash}"), true),
        };
        let url = format!("https://api.example.org/events{query}");
        let made = signature(TOKENS[random.usize(..2)], &url, &[]);
        let (body, is_whole) = if random.u8(..4) == 0 {
            ([body, vec![b' ']].concat(), false)
        } else {
            (body, true)
        };
        let expected = names_it && is_whole && signature(TOKENS[0], &url, &[]) == made;
        let answer = is_json_signed_by(&known, &url, &body, &made);
        assert_eq!(answer, expected, "case {case}: {url}");
        counts[usize::from(answer)] += 1;
    }
    println!(
        "JSON: {} refused and {} accepted, as by the reference",
        counts[0], counts[1]
    );
    assert!(counts.iter().all(|count| *count > 1_000), "{counts:?}");
}
