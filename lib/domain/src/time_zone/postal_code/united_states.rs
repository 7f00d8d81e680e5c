//! ZIP codes of the United States, by their first three digits, and by five where three lie in two zones.
//!
//! Codes by state and town: USPS, list L002
//! (<https://pe.usps.com/Archive/HTML/DMMArchive20050106/print/L002.htm>).
//! Zones by county: 49 CFR part 71 (<https://www.ecfr.gov/current/title-49/subtitle-A/part-71>).
//!
//! Zones that have kept the same time since 2007 go by the name of their largest city: Detroit and
//! Indianapolis by New York, Boise by Denver.

const EASTERN: &str = "America/New_York";
const CENTRAL: &str = "America/Chicago";
const MOUNTAIN: &str = "America/Denver";
const ARIZONA: &str = "America/Phoenix";
const PACIFIC: &str = "America/Los_Angeles";
const ALASKA: &str = "America/Anchorage";
const HAWAII: &str = "Pacific/Honolulu";

/// States and territories whose ZIP codes begin with 0, which spreadsheets leave away.
const LEADING_ZERO: [&str; 9] = ["CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VI", "VT"];

/// First and last of a run of three digits, and their zone; what is not here belongs to the armed forces
/// abroad, or to nobody.
const PREFIXES: &[(u32, u32, &str)] = &[
    (5, 5, EASTERN),
    (6, 7, "America/Puerto_Rico"),
    (8, 8, "America/St_Thomas"),
    (9, 9, "America/Puerto_Rico"),
    (10, 89, EASTERN),
    (100, 323, EASTERN),
    // Florida: Panama City, Pensacola.
    (324, 325, CENTRAL),
    (326, 339, EASTERN),
    (341, 349, EASTERN),
    // Alabama; Tennessee: Nashville.
    (350, 372, CENTRAL),
    // Tennessee: Chattanooga, Memphis, Knoxville, the west and Cookeville.
    (373, 374, EASTERN),
    (375, 375, CENTRAL),
    (376, 379, EASTERN),
    (380, 397, CENTRAL),
    // Georgia; Kentucky: Louisville, Lexington, Ashland.
    (398, 418, EASTERN),
    // Kentucky: Paducah, Bowling Green, Owensboro.
    (420, 424, CENTRAL),
    // Kentucky: Somerset, Elizabethtown; Ohio; Indiana: Indianapolis.
    (425, 462, EASTERN),
    // Indiana: Gary, South Bend and the middle, Evansville, Terre Haute and Lafayette.
    (463, 464, CENTRAL),
    (465, 475, EASTERN),
    (476, 477, CENTRAL),
    (478, 499, EASTERN),
    (500, 567, CENTRAL),
    (569, 569, EASTERN),
    // South Dakota: Mobridge's surroundings and Rapid City are west of the line.
    (570, 575, CENTRAL),
    (576, 577, MOUNTAIN),
    // North Dakota: only Dickinson is west of it.
    (580, 585, CENTRAL),
    (586, 586, MOUNTAIN),
    (587, 588, CENTRAL),
    (590, 599, MOUNTAIN),
    (600, 690, CENTRAL),
    // Nebraska: Ogallala and Sidney, Valentine, Alliance and Scottsbluff.
    (691, 691, MOUNTAIN),
    (692, 692, CENTRAL),
    (693, 693, MOUNTAIN),
    (700, 798, CENTRAL),
    // Texas: El Paso.
    (799, 799, MOUNTAIN),
    (800, 834, MOUNTAIN),
    // Idaho: Lewiston, Boise, Coeur d'Alene.
    (835, 835, PACIFIC),
    (836, 837, MOUNTAIN),
    (838, 838, PACIFIC),
    (840, 847, MOUNTAIN),
    (850, 864, ARIZONA),
    // Arizona: the Navajo Nation, which keeps daylight saving time.
    (865, 865, MOUNTAIN),
    (870, 885, MOUNTAIN),
    (889, 961, PACIFIC),
    (967, 968, HAWAII),
    // The islands of the Pacific share a prefix; those beside Guam are among the exceptions.
    (969, 969, "Pacific/Guam"),
    (970, 978, PACIFIC),
    // Oregon: Malheur County.
    (979, 979, MOUNTAIN),
    (980, 994, PACIFIC),
    (995, 999, ALASKA),
];

/// Towns that do not keep the time of their first three digits, by county.
const EXCEPTIONS: &[(&str, &[u32])] = &[
    // Florida: Gulf County south of the Intracoastal Waterway.
    (EASTERN, &[32456, 32457]),
    // Alabama: Lanett, Valley, Phenix City and Smiths Station live by the time of Georgia beside them.
    (EASTERN, &[36854, 36863, 36867, 36868, 36869, 36870, 36877]),
    // Tennessee: Bledsoe, Coffee, Cumberland, Franklin, Grundy, Lincoln, Marion, Moore, Sequatchie, Warren.
    (
        CENTRAL,
        &[
            37301, 37305, 37306, 37313, 37318, 37324, 37327, 37328, 37330, 37334, 37335, 37339,
            37340, 37342, 37345, 37347, 37348, 37349, 37352, 37355, 37356, 37357, 37359, 37360,
            37365, 37366, 37367, 37374, 37375, 37376, 37378, 37380, 37382, 37383, 37387, 37388,
            37389, 37394, 37396, 37397, 37398, 37723,
        ],
    ),
    // Kentucky: Breckinridge, Grayson; Clinton, Russell; Adair, Cumberland, Green, Hart.
    (
        CENTRAL,
        &[
            40111, 40115, 40119, 40140, 40143, 40144, 40145, 40146, 40152, 40153, 40170, 40171,
            40176, 40178, 42602, 42603, 42629, 42642, 42711, 42712, 42713, 42715, 42717, 42721,
            42722, 42726, 42728, 42729, 42731, 42741, 42742, 42743, 42746, 42749, 42753, 42754,
            42755, 42759, 42762, 42764, 42765, 42782,
        ],
    ),
    // Indiana: Starke; Perry, Spencer; Jasper, Newton.
    (
        CENTRAL,
        &[
            46531, 46532, 46534, 47514, 47515, 47520, 47523, 47525, 47531, 47537, 47550, 47551,
            47552, 47556, 47574, 47576, 47577, 47579, 47586, 47588, 47922, 47943, 47948, 47951,
            47963, 47964, 47977, 47978,
        ],
    ),
    // Michigan: Dickinson, Menominee; Gogebic, Iron.
    (
        CENTRAL,
        &[
            49801, 49802, 49812, 49815, 49821, 49831, 49834, 49845, 49847, 49848, 49852, 49858,
            49863, 49870, 49873, 49874, 49876, 49877, 49881, 49886, 49887, 49892, 49893, 49896,
            49902, 49903, 49911, 49915, 49920, 49927, 49935, 49938, 49947, 49959, 49964, 49968,
            49969,
        ],
    ),
    // South Dakota: Bennett, Haakon, Jackson, Stanley; Campbell, Walworth.
    (
        MOUNTAIN,
        &[
            57521, 57532, 57537, 57543, 57547, 57551, 57552, 57553, 57567, 57574, 57577,
        ],
    ),
    (CENTRAL, &[57601, 57631, 57632, 57646, 57648]),
    // North Dakota: Grant; Morton.
    (MOUNTAIN, &[58529, 58533, 58562, 58564, 58569]),
    (CENTRAL, &[58631, 58638]),
    // Kansas: Sherman, Wallace; Greeley, Hamilton.
    (
        MOUNTAIN,
        &[
            67733, 67735, 67741, 67758, 67761, 67762, 67836, 67857, 67878, 67879,
        ],
    ),
    // Nebraska: Chase, Dundy, western Cherry; Custer, Dawson, Lincoln, Logan, McPherson, Thomas.
    (
        MOUNTAIN,
        &[
            69021, 69023, 69027, 69030, 69033, 69037, 69041, 69045, 69211, 69216, 69218, 69219,
        ],
    ),
    (
        CENTRAL,
        &[
            69101, 69103, 69120, 69123, 69130, 69132, 69135, 69138, 69142, 69143, 69151, 69157,
            69163, 69165, 69166, 69167, 69169, 69170, 69171,
        ],
    ),
    // Texas: El Paso, Hudspeth.
    (
        MOUNTAIN,
        &[
            79821, 79835, 79836, 79837, 79838, 79839, 79847, 79849, 79851, 79853,
        ],
    ),
    // Idaho: the Salmon River's south bank at Lucile, Pollock and Riggins. Nevada: West Wendover.
    (MOUNTAIN, &[83542, 83547, 83549, 89883]),
    // Oregon: Baker and Harney, beside Malheur.
    (PACIFIC, &[97904, 97905, 97907]),
    // Arizona: towns of the Navajo Nation outside its own prefix; Chambers, outside the Nation.
    (
        MOUNTAIN,
        &[
            86016, 86020, 86031, 86033, 86035, 86044, 86045, 86053, 86054,
        ],
    ),
    (ARIZONA, &[86502]),
    // Alaska: Adak, Atka.
    ("America/Adak", &[99546, 99547]),
    // The islands of the Pacific.
    ("Pacific/Pago_Pago", &[96799]),
    ("Pacific/Palau", &[96939, 96940]),
    ("Pacific/Pohnpei", &[96941]),
    ("Pacific/Chuuk", &[96942, 96943]),
    ("Pacific/Kosrae", &[96944]),
    ("Pacific/Saipan", &[96950, 96951, 96952]),
    ("Pacific/Majuro", &[96960]),
    ("Pacific/Kwajalein", &[96970]),
];

/// The time zone of a text in capital letters that ends in a ZIP code: `TX 75001`, `75001-1234`.
pub(super) fn zone(text: &str) -> Option<&'static str> {
    let zip = zip_code(text)?;
    let exception = EXCEPTIONS
        .iter()
        .find(|(_, zips)| zips.contains(&zip))
        .map(|(zone, _)| *zone);
    exception.or_else(|| {
        let prefix = zip / 100;
        PREFIXES
            .iter()
            .find(|(first, last, _)| (*first..=*last).contains(&prefix))
            .map(|(_, _, zone)| *zone)
    })
}

/// The five digits at the end of a text of which the rest are letters.
fn zip_code(text: &str) -> Option<u32> {
    let text = match text.rsplit_once('-') {
        Some((before, add_on)) if is_digits(add_on, 4) => before,
        _ => text,
    };
    let state = text.trim_end_matches(|character: char| character.is_ascii_digit());
    let digits = &text[state.len()..];
    let state = state.trim_end_matches([' ', ',', '.']);
    if !state
        .chars()
        .all(|character| character.is_alphabetic() || matches!(character, ' ' | '.' | ','))
    {
        return None;
    }
    match digits.len() {
        5 => digits.parse().ok(),
        9 => digits[..5].parse().ok(),
        3 | 4 if LEADING_ZERO.contains(&state) => digits.parse().ok(),
        _ => None,
    }
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}
