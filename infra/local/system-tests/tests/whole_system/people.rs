//! Invented people, as many as wanted, in a spreadsheet as churches have them.

use std::fmt::Write as _;

/// Somebody, by number: the same number is always the same person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person(u64);

/// What a preview says of somebody who is not in the directory yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    New,
    SharedPhone,
    Refused,
}

const CITIES: [&str; 7] = [
    "Plano", "Katy", "Frisco", "Waco", "Irving", "Garland", "Allen",
];
const LANGUAGES: [&str; 4] = ["English", "Español", "Português", "हिन्दी"];
const SYLLABLES: [&str; 16] = [
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va",
];
/// Area codes of Texas.
const AREAS: [u64; 5] = [214, 469, 512, 713, 972];

impl Person {
    pub(crate) fn name(self) -> String {
        let mut rest = self.0;
        let mut words = [String::new(), String::new()];
        // Six syllables: sixteen million people, three syllables a name.
        for position in 0..6 {
            let syllable = SYLLABLES[(rest % 16) as usize];
            words[position / 3].push_str(syllable);
            rest /= 16;
        }
        words
            .map(|word| word[..1].to_uppercase() + &word[1..])
            .join(" ")
    }

    /// What a preview of a directory without any of these people says.
    pub(crate) fn at_first(self) -> First {
        match self.0 {
            number if number % 50 == 7 => First::Refused,
            number if number % 20 == 3 => First::SharedPhone,
            _ => First::New,
        }
    }

    /// In E.164. The next of kin of whoever comes before shares that one's phone.
    pub(crate) fn phone(self) -> String {
        let number = match self.at_first() {
            First::SharedPhone => self.0 - 1,
            _ => self.0,
        };
        let (line, exchange) = (number % 10_000, number / 10_000);
        let (exchange, area) = (220 + exchange % 690, AREAS[(exchange / 690 % 5) as usize]);
        format!("+1{area}{exchange}{line:04}")
    }

    /// Where somebody lives, before or after one in three has moved.
    pub(crate) fn city(self, later: bool) -> &'static str {
        let moved = usize::from(later && self.moves());
        CITIES[(self.0 % 7) as usize + moved - if self.0 % 7 + moved as u64 == 7 { 7 } else { 0 }]
    }

    pub(crate) fn moves(self) -> bool {
        self.0.is_multiple_of(3)
    }

    pub(crate) fn is_active(self) -> bool {
        self.0 % 10 != 9
    }

    fn row(self, later: bool) -> String {
        let phone = match self.at_first() {
            // What Excel makes of a number that it takes for one.
            First::Refused => "1.55512E+10".to_owned(),
            // Written as people write it.
            _ => {
                let phone = self.phone();
                format!("({}) {}-{}", &phone[2..5], &phone[5..8], &phone[8..])
            }
        };
        let note = if self.0.is_multiple_of(25) {
            "\"Sings alto,\nknows \"\"the\"\" organ\""
        } else {
            ""
        };
        format!(
            "{},{} Main Street,{},TX 75001,{phone},{},{},{note}\r\n",
            self.name(),
            self.0,
            self.city(later),
            LANGUAGES[(self.0 % 4) as usize],
            if self.is_active() { "yes" } else { "no" },
        )
    }
}

/// A spreadsheet of these people: before or after one in three has moved.
pub(crate) fn spreadsheet(people: &[Person], later: bool) -> String {
    let mut text =
        "NAME,Street Address,City/Town,State/Zip,Mobile,Preferred Language,Active?,Notes\r\n"
            .to_owned();
    for person in people {
        write!(text, "{}", person.row(later)).expect("text grows");
    }
    text
}

/// `count` people that nobody else in this directory is, of the given number.
pub(crate) fn people(lot: u64, count: u64) -> Vec<Person> {
    let first = lot * 200_000;
    (first..first + count).map(Person).collect()
}

#[test]
fn people_differ_and_only_kin_share_a_phone() {
    use std::collections::BTreeSet;

    let people = people(3, 20_000);
    let names: BTreeSet<String> = people.iter().map(|person| person.name()).collect();
    assert_eq!(names.len(), people.len());
    let phones: BTreeSet<String> = people.iter().map(|person| person.phone()).collect();
    let kin = people
        .iter()
        .filter(|person| person.at_first() == First::SharedPhone);
    assert_eq!(phones.len(), people.len() - kin.count());
    assert!(
        people
            .iter()
            .all(|person| (person.city(false) == person.city(true)) != person.moves())
    );
}
