//! Tables as text, as people and programs write them.

use spreadsheet::Refusal;

use super::{Case, count, refused, rows};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = delimiters();
    cases.extend(quotes_and_lines());
    cases.extend(headings());
    cases.extend(texts());
    cases.extend(sizes());
    cases
}

fn delimiters() -> Vec<Case> {
    let read = ["1: Name|Phone|City", "2: Ruth|555|Plano, TX"];
    vec![
        rows(
            "commas are found",
            "Name,Phone,City\nRuth,555,\"Plano, TX\"\n",
            read,
        ),
        rows(
            "semicolons are found among commas",
            "Name;Phone;City\nRuth;555;Plano, TX\n",
            read,
        ),
        rows(
            "tabs are found",
            "Name\tPhone\tCity\nRuth\t555\tPlano, TX\n",
            read,
        ),
        rows(
            "bars are found",
            "Name|Phone|City\nRuth|555|Plano, TX\n",
            read,
        ),
        rows(
            "the line that tells Excel the delimiter is no row",
            "sep=;\r\nName;Phone;City\r\nRuth;555;Plano, TX\r\n",
            read,
        ),
        rows(
            "a delimiter that only that line tells is taken",
            "sep=^\nName^Phone^City\nRuth^555^Plano, TX\n",
            read,
        ),
        rows(
            "delimiters in quoted cells do not count",
            "Name,Notes\nRuth,\"a;b;c;d\"\nMary,\"e;f;g;h\"\n",
            ["1: Name|Notes", "2: Ruth|a;b;c;d", "3: Mary|e;f;g;h"],
        ),
        rows(
            "headings that nobody knows still give the delimiter",
            "Nom;Ville\nRuth;Lyon, 2e\nMarie;Paris, 3e, nord\n",
            [
                "1: Nom|Ville",
                "2: Ruth|Lyon, 2e",
                "3: Marie|Paris, 3e, nord",
            ],
        ),
        rows(
            "one column needs no delimiter",
            "Name\nRuth\n",
            ["1: Name", "2: Ruth"],
        ),
        rows(
            "a title with commas above semicolons does not mislead",
            "Members, friends, guests, 2026\nName;Phone\nRuth;555\n",
            ["2: Name|Phone", "3: Ruth|555"],
        ),
    ]
}

fn quotes_and_lines() -> Vec<Case> {
    let read = ["1: Name|City", "2: Ruth|Plano", "3: Mary|Waco"];
    vec![
        rows(
            "lines of Windows are read",
            "Name,City\r\nRuth,Plano\r\nMary,Waco\r\n",
            read,
        ),
        rows(
            "lines of Unix are read",
            "Name,City\nRuth,Plano\nMary,Waco",
            read,
        ),
        rows(
            "lines of the old Macintosh are read",
            "Name,City\rRuth,Plano\rMary,Waco\r",
            read,
        ),
        rows(
            "lines of all kinds in one file are read",
            "Name,City\r\nRuth,Plano\rMary,Waco\n",
            read,
        ),
        rows(
            "line breaks in a cell are kept, and the row counts once",
            "Name,Notes\nRuth,\"a\nb\r\nc\n\nd\"\nMary,e\n",
            ["1: Name|Notes", "2: Ruth|a\nb\r\nc\n\nd", "3: Mary|e"],
        ),
        rows(
            "blank rows are passed over and counted",
            "\nName,City\n\n,\n  , \nRuth,Plano\n\n\nMary,Waco\n",
            ["2: Name|City", "6: Ruth|Plano", "9: Mary|Waco"],
        ),
        rows(
            "rows of different lengths are read as they are",
            "Name,City,Notes\nRuth\nMary,Waco,a,b,c\n",
            ["1: Name|City|Notes", "2: Ruth", "3: Mary|Waco|a|b|c"],
        ),
        rows(
            "a quotation mark within a cell is a sign like any other",
            "Name,Notes\nRuth,5\" pipe\nMary,a \"b\" c\n",
            ["1: Name|Notes", "2: Ruth|5\" pipe", "3: Mary|a \"b\" c"],
        ),
        rows(
            "two quotation marks stand for one",
            "Name,Notes\nRuth,\"a \"\"b\"\" c\"\nMary,\"\"\"\"\n",
            ["1: Name|Notes", "2: Ruth|a \"b\" c", "3: Mary|\""],
        ),
        rows(
            "text after a closing quotation mark belongs to the cell",
            "Name,Notes\n\"Ruth\" A,\"\"b\n",
            ["1: Name|Notes", "2: Ruth A|b"],
        ),
        refused(
            "a quotation mark that is never closed is refused with its row",
            "Name,Notes\nRuth,a\nMary,\"b\nAnna,c\n",
            Refusal::UnclosedQuote { row: 3 },
        ),
        refused(
            "a quotation mark at the very end is refused",
            "Name,Notes\nRuth,\"",
            Refusal::UnclosedQuote { row: 2 },
        ),
        refused(
            "a quotation mark that swallows a long file is refused with its row",
            format!("Name,Notes\nRuth,\"a\n{}", "Mary,b\n".repeat(100_000)),
            Refusal::UnclosedQuote { row: 2 },
        ),
    ]
}

fn headings() -> Vec<Case> {
    vec![
        rows(
            "titles and dates above the headings are passed over",
            "Grace Church\nMembers 2026,,\n\nprinted,1/2/2026\nName,Phone\nRuth,555\n",
            ["5: Name|Phone", "6: Ruth|555"],
        ),
        rows(
            "of two rows that could be headings the better is taken",
            "Name,List,of members\nName,Phone,City\nRuth,555,Plano\n",
            ["2: Name|Phone|City", "3: Ruth|555|Plano"],
        ),
        rows(
            "without headings that are known the first row is taken",
            "\nNom,Ville\nRuth,Lyon\n",
            ["2: Nom|Ville", "3: Ruth|Lyon"],
        ),
        rows(
            "headings in the twentieth row are found",
            format!("{}Name,Phone\nRuth,555\n", "title,a\n".repeat(19)),
            ["20: Name|Phone", "21: Ruth|555"],
        ),
        count(
            "headings below the twentieth row are a row",
            format!("{}Name,Phone\nRuth,555\n", "title,a\n".repeat(20)),
            21,
            22,
        ),
    ]
}

fn texts() -> Vec<Case> {
    vec![
        rows(
            "numbers that a spreadsheet program shortened are marked",
            "Name;Phone\nRuth;1.55512E+10\nMary;1,55512E+10\nAnna;########\n",
            [
                "1: Name|Phone",
                "2: Ruth|1.55512E+10 (ruined)",
                "3: Mary|1,55512E+10 (ruined)",
                "4: Anna|######## (ruined)",
            ],
        ),
        rows(
            "errors of formulas are marked",
            "Name,City\nRuth,#REF!\nMary,#N/A\n",
            [
                "1: Name|City",
                "2: Ruth|#REF! (error)",
                "3: Mary|#N/A (error)",
            ],
        ),
        rows(
            "text that was wrapped to keep its zeros is unwrapped",
            "Name,Zip\nRuth,=\"02139\"\nMary,\"=\"\"02140\"\"\"\n",
            ["1: Name|Zip", "2: Ruth|02139", "3: Mary|02140"],
        ),
        rows(
            "a formula in text is text",
            "Name,Notes\nRuth,\"=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\"\nMary,=1+1\nAnna,@x\n",
            [
                "1: Name|Notes",
                "2: Ruth|=HYPERLINK(\"http://a\",\"b\")",
                "3: Mary|=1+1",
                "4: Anna|@x",
            ],
        ),
        rows(
            "the guard of our export comes off",
            "Name,Phone\n'=Ruth,'+15550123\n''tis,'tis\n",
            ["1: Name|Phone", "2: =Ruth|+15550123", "3: 'tis|'tis"],
        ),
        rows(
            "spaces around text are left to whoever reads it",
            "Name,City\n Ruth ,\" Plano\"\n",
            ["1: Name|City", "2:  Ruth | Plano"],
        ),
    ]
}

fn sizes() -> Vec<Case> {
    let many = |cells: usize, cell: &str| vec![cell; cells].join(",");
    vec![
        rows(
            "a cell of 10,000 letters is read",
            format!("Name\n{}\n", "é".repeat(10_000)),
            ["1: Name".to_owned(), format!("2: {}", "é".repeat(10_000))],
        ),
        refused(
            "a cell of one letter more is refused",
            format!("Name,Notes\nRuth,{}\n", "é".repeat(10_001)),
            Refusal::CellTooLong {
                row: 2,
                column: 1,
                limit: 10_000,
            },
        ),
        refused(
            "25 MB without a delimiter are one cell too long",
            vec![b'a'; 25 << 20],
            Refusal::CellTooLong {
                row: 1,
                column: 0,
                limit: 10_000,
            },
        ),
        refused(
            "25 MB of quotation marks are one cell too long",
            vec![b'"'; 25 << 20],
            Refusal::CellTooLong {
                row: 1,
                column: 0,
                limit: 10_000,
            },
        ),
        count(
            "200 columns are read",
            format!("Name,{}\n{}\n", many(199, "a"), many(200, "b")),
            1,
            2,
        ),
        refused(
            "a cell in column 201 is refused",
            format!("Name\nRuth\n{}\n", many(201, "b")),
            Refusal::TooManyColumns {
                row: 3,
                column: 200,
                limit: 200,
            },
        ),
        rows(
            "thousands of empty columns do no harm",
            format!("Name,City\nRuth,Plano{}\n", ",".repeat(16_000)),
            [
                "1: Name|City".to_owned(),
                format!("2: Ruth|Plano{}", "|".repeat(198)),
            ],
        ),
        count(
            "200,000 rows are read",
            format!("Name,City\n{}", "Ruth,Plano\n".repeat(200_000)),
            200_000,
            200_001,
        ),
        refused(
            "a million short rows are too many",
            format!("Name\n{}", "a\n".repeat(1_000_000)),
            Refusal::TooManyRows { limit: 200_000 },
        ),
        count(
            "a million blank rows do no harm",
            format!("Name\nRuth\n{}Mary\n", "\n".repeat(1_000_000)),
            2,
            1_000_003,
        ),
    ]
}
