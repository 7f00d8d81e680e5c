//! The time zone of a postal code of the United States or Canada.

use super::TimeZoneName;

mod canada;
mod united_states;

/// The time zone that a state and postal code such as `TX 75001`, `75001-1234` or `ON M5V 2T6` lie in.
///
/// `None` where there is no postal code of these two countries at the end of the text, or where one
/// code has two zones. A number of five digits is taken for a ZIP code, though other countries have
/// such postal codes too: ask only where the church is in North America.
pub fn of_state_zip(text: &str) -> Option<TimeZoneName> {
    let text = text.trim().to_ascii_uppercase();
    let name = united_states::zone(&text).or_else(|| canada::zone(&text))?;
    Some(TimeZoneName(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn assert_zones(table: &[(&str, &str)]) {
        for (text, expected) in table {
            let zone = of_state_zip(text);
            assert_eq!(
                zone.as_ref().map(TimeZoneName::as_str),
                Some(*expected),
                "{text}"
            );
        }
    }

    #[test]
    fn a_zip_code_names_the_zone_of_its_town() {
        assert_zones(&[
            ("NY 10001", "America/New_York"),
            ("MA 02134", "America/New_York"),
            ("NJ 07030", "America/New_York"),
            ("PA 19103", "America/New_York"),
            ("DC 20001", "America/New_York"),
            ("GA 30303", "America/New_York"),
            ("FL 33101", "America/New_York"),
            ("OH 44114", "America/New_York"),
            ("IL 60601", "America/Chicago"),
            ("TX 75001", "America/Chicago"),
            ("TX 77002", "America/Chicago"),
            ("LA 70112", "America/Chicago"),
            ("AL 35203", "America/Chicago"),
            ("MN 55401", "America/Chicago"),
            ("OK 73102", "America/Chicago"),
            ("CO 80202", "America/Denver"),
            ("UT 84101", "America/Denver"),
            ("NM 87102", "America/Denver"),
            ("MT 59101", "America/Denver"),
            ("CA 90001", "America/Los_Angeles"),
            ("WA 98101", "America/Los_Angeles"),
            ("NV 89101", "America/Los_Angeles"),
            ("AK 99501", "America/Anchorage"),
            ("AK 99546", "America/Adak"),
            ("HI 96813", "Pacific/Honolulu"),
            ("PR 00901", "America/Puerto_Rico"),
            ("VI 00802", "America/St_Thomas"),
            ("GU 96910", "Pacific/Guam"),
            ("MP 96950", "Pacific/Saipan"),
            ("AS 96799", "Pacific/Pago_Pago"),
            ("PW 96940", "Pacific/Palau"),
            ("MH 96960", "Pacific/Majuro"),
        ]);
    }

    #[test]
    fn states_with_two_zones_are_told_apart_by_town() {
        assert_zones(&[
            // Pensacola, Panama City; Tallahassee; Port St. Joe.
            ("FL 32501", "America/Chicago"),
            ("FL 32401", "America/Chicago"),
            ("FL 32301", "America/New_York"),
            ("FL 32456", "America/New_York"),
            // Nashville, Memphis, Tullahoma; Knoxville, Chattanooga, Cleveland.
            ("TN 37201", "America/Chicago"),
            ("TN 38103", "America/Chicago"),
            ("TN 37388", "America/Chicago"),
            ("TN 37902", "America/New_York"),
            ("TN 37402", "America/New_York"),
            ("TN 37311", "America/New_York"),
            // Bowling Green, Hardinsburg; Louisville, Elizabethtown.
            ("KY 42101", "America/Chicago"),
            ("KY 40143", "America/Chicago"),
            ("KY 40202", "America/New_York"),
            ("KY 42701", "America/New_York"),
            // Gary, Evansville, Tell City; Indianapolis, South Bend.
            ("IN 46402", "America/Chicago"),
            ("IN 47708", "America/Chicago"),
            ("IN 47586", "America/Chicago"),
            ("IN 46204", "America/New_York"),
            ("IN 46601", "America/New_York"),
            // Iron Mountain, Ironwood; Marquette, Detroit.
            ("MI 49801", "America/Chicago"),
            ("MI 49938", "America/Chicago"),
            ("MI 49855", "America/New_York"),
            ("MI 48201", "America/New_York"),
            // Dickinson; Bismarck. Rapid City; Sioux Falls, Mobridge.
            ("ND 58601", "America/Denver"),
            ("ND 58501", "America/Chicago"),
            ("SD 57701", "America/Denver"),
            ("SD 57104", "America/Chicago"),
            ("SD 57601", "America/Chicago"),
            // Scottsbluff, Ogallala; Omaha, North Platte. Goodland; Wichita.
            ("NE 69361", "America/Denver"),
            ("NE 69153", "America/Denver"),
            ("NE 68102", "America/Chicago"),
            ("NE 69101", "America/Chicago"),
            ("KS 67735", "America/Denver"),
            ("KS 67202", "America/Chicago"),
            // El Paso, Fabens; Alpine.
            ("TX 79901", "America/Denver"),
            ("TX 79838", "America/Denver"),
            ("TX 79830", "America/Chicago"),
            // Boise, Riggins; Lewiston, Coeur d'Alene. Ontario; Portland, Drewsey.
            ("ID 83702", "America/Denver"),
            ("ID 83549", "America/Denver"),
            ("ID 83501", "America/Los_Angeles"),
            ("ID 83814", "America/Los_Angeles"),
            ("OR 97914", "America/Denver"),
            ("OR 97201", "America/Los_Angeles"),
            ("OR 97904", "America/Los_Angeles"),
            ("NV 89883", "America/Denver"),
            // Arizona keeps no daylight saving time, but the Navajo Nation does.
            ("AZ 85001", "America/Phoenix"),
            ("AZ 86001", "America/Phoenix"),
            ("AZ 86515", "America/Denver"),
            ("AZ 86045", "America/Denver"),
        ]);
    }

    #[test]
    fn a_canadian_postal_code_names_its_zone_where_it_has_one() {
        assert_zones(&[
            ("ON M5V 2T6", "America/Toronto"),
            ("QC H2X 1Y4", "America/Toronto"),
            ("k1a0b1", "America/Toronto"),
            ("ON P9N 3X1", "America/Winnipeg"),
            ("NS B3H 4R2", "America/Halifax"),
            ("NL A1C 5M2", "America/St_Johns"),
            ("NL A2V 1K6", "America/Goose_Bay"),
            ("MB R3C 4T3", "America/Winnipeg"),
            ("SK S4P 3Y2", "America/Regina"),
            ("SK S9V 0T6", "America/Edmonton"),
            ("AB T5J 2R7", "America/Edmonton"),
            ("BC V6B 1A1", "America/Vancouver"),
            ("BC V1C 2M3", "America/Edmonton"),
            ("BC V1G 4J8", "America/Dawson_Creek"),
            ("YT Y1A 1C4", "America/Whitehorse"),
        ]);
        for text in ["BC V0B 1G0", "NU X0B 0C0", "D5V 2T6", "M5V", "M5V 2T6 X"] {
            assert_eq!(of_state_zip(text), None, "{text}");
        }
    }

    #[test]
    fn a_zip_code_is_found_as_people_write_it() {
        for text in [
            "TX 75001",
            "tx 75001",
            "TX, 75001-1234",
            "TX 750011234",
            "TX75001",
            "Texas 75001",
            " 75001 ",
        ] {
            assert_zones(&[(text, "America/Chicago")]);
        }
        // A spreadsheet has eaten the zeros.
        assert_zones(&[
            ("MA 2134", "America/New_York"),
            ("PR 901", "America/Puerto_Rico"),
        ]);
    }

    #[test]
    fn without_a_code_of_these_countries_no_zone_is_guessed() {
        for text in [
            "",
            "TX",
            "TX 7500",
            "2134",
            "TX 750",
            "TX 75001 Dallas",
            "TX 75001-12",
            "12 75001",
            "D-80331",
            "SW1A 1AA",
            "01310-100",
            "AE 09012",
            "AP 96201",
            "00000",
            "TX 75001\u{661}",
        ] {
            assert_eq!(of_state_zip(text), None, "{text}");
        }
    }

    #[test]
    fn each_zone_in_the_tables_exists() {
        let names = (0..100_000)
            .filter_map(|zip| of_state_zip(&format!("{zip:05}")))
            .chain(('A'..='Z').flat_map(|letter| {
                (b'0'..=b'9').flat_map(move |digit| {
                    ('A'..='Z').filter_map(move |last| {
                        of_state_zip(&format!("{letter}{}{last} 1A1", char::from(digit)))
                    })
                })
            }))
            .collect::<std::collections::BTreeSet<_>>();
        assert!(names.len() > 25, "{names:?}");
        for name in names {
            assert_eq!(TimeZoneName::parse(name.as_str()), Ok(name));
        }
    }

    proptest! {
        #[test]
        fn looking_never_panics(text in "\\PC{0,20}[A-Z0-9 -]{0,10}") {
            let _ = of_state_zip(&text);
        }
    }
}
