"""Writes numbers.csv: phone numbers as people write them, and what Google's libphonenumber says of each.

    python3 -m venv venv && venv/bin/pip install phonenumbers==9.0.43
    venv/bin/python generate.py

The package `phonenumbers` is libphonenumber in Python, with its tables. The third column is the number in
E.164, or empty where libphonenumber says that there is no such number. The random part is seeded: the same
version writes the same file.
"""

import csv
import pathlib
import random

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from phonenumbers.phonemetadata import PhoneMetadata

REGIONS = (
    "US CA PR JM DO HT MX GT HN SV CR PA CO VE EC PE BO CL AR BR GB IE FR DE AT CH NL BE IT ES PT SE NO DK FI "
    "PL CZ HU RO GR RU UA TR IL EG NG GH KE UG TZ RW ZA ET IN PK BD LK CN TW HK JP KR PH VN ID MY SG TH AU NZ WS"
).split()

FULL_WIDTH = str.maketrans("0123456789+", "０１２３４５６７８９＋")

# What the loop over the regions does not write.
BY_HAND = [
    # The United States as their secretaries write them.
    ("(212) 555-0123", "US"), ("212.555.0123", "US"), ("212 555 0123", "US"), ("1-212-555-0123", "US"),
    ("1 (212) 555-0123", "US"), ("+1.212.555.0123", "US"), ("+1 (212) 555-0123", "US"), ("2125550123", "US"),
    ("12125550123", "US"), ("(212)555-0123", "US"), ("212/555-0123", "US"), ("[212] 555-0123", "US"),
    ("212–555–0123", "US"), ("212‑555‑0123", "US"), ("212\u00a0555\u00a00123", "US"), ("(+1) 212 555 0123", "US"),
    ("+1 0 212 555 0123", "US"), ("+1 (0)212 555 0123", "US"), ("0 212 555 0123", "US"), ("555-0123", "US"),
    ("212 555 012", "US"), ("212 555 01234", "US"), ("012 555 0123", "US"), ("112 555 0123", "US"),
    ("212 155 0123", "US"), ("999 555 0123", "US"), ("211 555 0123", "US"), ("800 555 0123", "US"),
    ("1-800-555-0199", "US"), ("900 555 0123", "US"), ("710 555 0123", "US"), ("500 555 0123", "US"),
    ("988", "US"), ("911", "US"), ("411", "US"), ("88811", "US"), ("000-000-0000", "US"), ("111-111-1111", "US"),
    ("123-456-7890", "US"), ("234-567-8901", "US"), ("787-234-5678", "US"), ("671-647-1234", "US"),
    ("684-633-1234", "US"), ("340-774-1234", "US"), ("416-555-0123", "US"), ("876-523-0123", "US"),
    ("011 44 20 7946 0958", "US"), ("011-52-55-5555-1234", "US"), ("01144 20 7946 0958", "US"),
    ("+011 44 20 7946 0958", "US"), ("0044 20 7946 0958", "US"), ("00 44 20 7946 0958", "US"),
    ("44 20 7946 0958", "US"), ("+4420 7946 0958", "US"), ("+44 (0)20 7946 0958", "US"),
    ("+44 (0) 20 7946 0958", "US"), ("+49 (0)30 123456", "US"), ("+33 (0)1 42 68 53 00", "US"),
    ("+39 06 6982", "US"), ("+39 6 6982 1234", "US"), ("+39 06 6982 1234", "US"), ("+39 (0)6 6982 1234", "US"),
    ("+52 1 55 5555 1234", "US"), ("+52 55 5555 1234", "US"), ("+54 9 11 2345 6789", "US"),
    ("+54 11 15 2345 6789", "US"), ("+55 11 96123 4567", "US"), ("+55 011 96123 4567", "US"),
    ("+7 8 912 345 67 89", "US"), ("+7 912 345 67 89", "US"), ("+800 1234 5678", "US"), ("+870 773 111 632", "US"),
    ("+979 123 456 789", "US"), ("+882 16 1234 5678", "US"), ("+999 123 456 789", "US"), ("+0 212 555 0123", "US"),
    ("+210 212 555 0123", "US"), ("+", "US"), ("++1 212 555 0123", "US"), ("+1", "US"), ("1", "US"), ("12", "US"),
    ("12345678901234567890", "US"), ("+1234567890123456", "US"), ("()", "US"), ("--", "US"), ("０", "US"),
    ("２１２　５５５　０１２３", "US"), ("＋１（２１２）５５５－０１２３", "US"), ("٢١٢ ٥٥٥ ٠١٢٣", "US"),
    ("\u202a+1 212 555 0123\u202c", "US"), ("\u200e(212) 555-0123", "US"), ("\ufeff212 555 0123", "US"),
    ("212\u200b555\u200b0123", "US"), ("212\t555\t0123", "US"), ("'2125550123", "US"),
    # Letters: labels, extensions, vanity numbers and what is no number at all.
    ("1-800-FLOWERS", "US"), ("1-800-GOFEDEX", "US"), ("212-555-PRAY", "US"), ("(212) 555-0123 ext. 4", "US"),
    ("212-555-0123 x4", "US"), ("212-555-0123 ext 45", "US"), ("2125550123#4", "US"), ("212-555-0123,4", "US"),
    ("tel:+1-212-555-0123;ext=4", "US"), ("212-555-0123 extension 123", "US"), ("212-555-0123 (cell)", "US"),
    ("cell 212-555-0123", "US"), ("Cell: (212) 555-0123", "US"), ("212-555-0123 mobile", "US"),
    ("H: 212-555-0123", "US"), ("212-555-0123 home", "US"), ("Tel. +1 212 555 0123", "US"),
    ("tel:+1-212-555-0123", "US"), ("call 212-555-0123", "US"), ("fax 212-555-0123", "US"),
    ("212-555-0123 (Mary)", "US"), ("Mary 212-555-0123", "US"), ("ask Mary", "US"), ("none", "US"), ("n/a", "US"),
    ("someone@example.org", "US"), ("ruth2125550123@example.org", "US"), ("1.55512E+10", "US"),
    ("2.12556E+09", "US"), ("12125550123.0", "US"), ("2125550123.0", "US"), ("2125550123.", "US"),
    ("212-555-0123 / 212-555-0124", "US"), ("212-555-0123, 212-555-0124", "US"),
    ("212-555-0123; 212-555-0124", "US"), ("212-555-0123 or 212-555-0124", "US"), ("212-555-0123/4", "US"),
    ("212-555-0123 & 212-555-0124", "US"), ("*67 212 555 0123", "US"), ("#31#2125550123", "US"),
    ("212-555-0123*", "US"), ("212-555-0123+", "US"), ("212_555_0123", "US"), ("212:555:0123", "US"),
    ("(212) 555-0123?", "US"), ("(212 555-0123", "US"), ("212) 555-0123", "US"), ("=2125550123", "US"),
    # Trunk prefixes, carriers and other habits of single countries.
    ("020 7946 0958", "GB"), ("(020) 7946 0958", "GB"), ("20 7946 0958", "GB"), ("07400 123456", "GB"),
    ("7400 123456", "GB"), ("07911 123456", "GB"), ("01534 456789", "GB"), ("01481 256789", "GB"),
    ("01624 756789", "GB"), ("07700 900123", "GB"), ("0800 1111", "GB"), ("0845 46 47", "GB"), ("116 123", "GB"),
    ("0044 7400 123456", "GB"), ("00441632960961", "GB"), ("01632 960961", "GB"), ("+44 07400 123456", "GB"),
    ("030 123456", "DE"), ("0711/123456", "DE"), ("0711 123456-0", "DE"), ("0711 123456/7", "DE"),
    ("(0711) 12 34 56", "DE"), ("0151 23456789", "DE"), ("+49 (0) 151 23456789", "DE"), ("0049 151 23456789", "DE"),
    ("49 151 23456789", "DE"), ("4915123456789.0", "DE"), ("110", "DE"), ("0180 5 123456", "DE"),
    ("01 42 68 53 00", "FR"), ("06.12.34.56.78", "FR"), ("0612345678", "FR"), ("612345678", "FR"),
    ("+33 06 12 34 56 78", "FR"), ("0590 20 12 34", "FR"), ("+590 590 20 12 34", "FR"), ("+262 262 16 12 34", "FR"),
    ("02 1234 5678", "IT"), ("06 6982", "IT"), ("312 345 6789", "IT"), ("+39 0312 345 6789", "IT"),
    ("3123456789", "IT"), ("0039 312 345 6789", "IT"), ("+378 0549 886377", "IT"), ("0549 886377", "SM"),
    ("8 (912) 345-67-89", "RU"), ("89123456789", "RU"), ("+7 (912) 345-67-89", "RU"), ("9123456789", "RU"),
    ("8 727 258 20 60", "KZ"), ("8 10 44 20 7946 0958", "RU"), ("06 20 123 4567", "HU"), ("06 1 234 5678", "HU"),
    ("+36 06 20 123 4567", "HU"), ("8 612 34567", "LT"), ("0 612 34567", "LT"), ("+370 612 34567", "LT"),
    ("011 15-2345-6789", "AR"), ("11 2345-6789", "AR"), ("0343 15 555 1212", "AR"), ("+54 343 15 555 1212", "AR"),
    ("9 11 2345 6789", "AR"), ("+54 9 343 555 1212", "AR"), ("15 2345 6789", "AR"), ("0 11 4321 1234", "AR"),
    ("044 55 1234 5678", "MX"), ("045 33 1234 5678", "MX"), ("01 55 1234 5678", "MX"), ("55 1234 5678", "MX"),
    ("+52 044 55 1234 5678", "MX"), ("1 55 1234 5678", "MX"), ("001 212 555 0123", "MX"), ("00 1 212 555 0123", "MX"),
    ("(11) 96123-4567", "BR"), ("011 96123-4567", "BR"), ("0 15 11 96123-4567", "BR"), ("01511961234567", "BR"),
    ("11 6123-4567", "BR"), ("+55 (11) 96123-4567", "BR"), ("90 11 96123 4567", "BR"), ("0800 729 0722", "BR"),
    ("4004 1234", "BR"), ("00 15 1 212 555 0123", "BR"), ("03 001 2345678", "CO"), ("60 1 2345678", "CO"),
    ("0180012345", "CO"), ("321 1234567", "CO"), ("9 6123 4567", "CL"), ("02 2123 4567", "CL"), ("09 6123 4567", "CL"),
    ("090-1234-5678", "JP"), ("03-1234-5678", "JP"), ("３−１２３４−５６７８", "JP"), ("０３－１２３４－５６７８", "JP"),
    ("0120-123-456", "JP"), ("010-1-212-555-0123", "JP"), ("+81 090-1234-5678", "JP"), ("110", "JP"),
    ("010-1234-5678", "KR"), ("02-212-3456", "KR"), ("82 10-1234-5678", "KR"), ("00700 1 212 555 0123", "KR"),
    ("139 1234 5678", "CN"), ("010 1234 5678", "CN"), ("17951 139 1234 5678", "CN"), ("0086 139 1234 5678", "CN"),
    ("0917 123 4567", "PH"), ("(02) 8123 4567", "PH"), ("+63 0917 123 4567", "PH"), ("9171234567", "PH"),
    ("098765 43210", "IN"), ("98765 43210", "IN"), ("+91-98765-43210", "IN"), ("0 98765 43210", "IN"),
    ("91 98765 43210", "IN"), ("९८७६५ ४३२१०", "IN"), ("1800 123 456", "IN"), ("011-2345 6789", "IN"),
    ("0802 123 4567", "NG"), ("234 802 123 4567", "NG"), ("+234 0802 123 4567", "NG"), ("8021234567", "NG"),
    ("009 1 212 555 0123", "NG"), ("0712 123456", "KE"), ("254712123456", "KE"), ("000 1 212 555 0123", "KE"),
    ("005 1 212 555 0123", "KE"), ("0412 345 678", "AU"), ("(02) 9876 5432", "AU"), ("0011 1 212 555 0123", "AU"),
    ("+61 (0)412 345 678", "AU"), ("13 00 00", "AU"), ("1300 123 456", "AU"), ("000", "AU"), ("021 123 4567", "NZ"),
    ("0161 123 4567", "NZ"), ("050 123 4567", "AE"), ("٠٥٠ ١٢٣ ٤٥٦٧", "AE"), ("0020 100 123 4567", "EG"),
    ("٠١٠٠ ١٢٣ ٤٥٦٧", "EG"), ("050-234-5678", "IL"), ("012 1 212 555 0123", "IL"), ("+972 0 50 234 5678", "IL"),
    ("041 44 668 18 00", "CH"), ("044 668 18 00", "CH"), ("0041 44 668 18 00", "CH"), ("612 34 56 78", "ES"),
    ("912 345 678", "ES"), ("0034 612 345 678", "ES"), ("0612 345 678", "ES"), ("912 345 678", "PT"),
    ("06-12345678", "NL"), ("(020) 123 4567", "NL"), ("0470 12 34 56", "BE"), ("070-123 45 67", "SE"),
    ("08-123 456 78", "SE"), ("406 12 345", "NO"), ("41 23 45 67", "DK"), ("041 2345678", "FI"), ("512 345 678", "PL"),
    ("0 512 345 678", "PL"), ("601 123 456", "CZ"), ("0712 034 567", "RO"), ("691 234 5678", "GR"),
    ("0501 234 56 78", "TR"), ("050 123 4567", "UA"), ("80 50 123 4567", "UA"), ("071 123 4567", "ZA"),
    ("0712345678", "RW"), ("024 123 4567", "GH"), ("0812 345 678", "ID"), ("012-345 6789", "MY"), ("8123 4567", "SG"),
    ("081 234 5678", "TH"), ("091 234 56 78", "VN"), ("0912 345 678", "VN"), ("0912 345 678", "TW"),
    ("5123 4567", "HK"), ("999", "HK"), ("0300 1234567", "PK"), ("01812-345678", "BD"), ("071 234 5678", "LK"),
    ("091 123 4567", "ET"), ("0712 345678", "UG"), ("0621 234 567", "TZ"), ("34 10 1234", "HT"),
    ("809 234 5678", "DO"), ("8312 3456", "CR"), ("5123 4567", "GT"), ("7012 3456", "SV"), ("9123-4567", "HN"),
    ("6123-4567", "PA"), ("0412-1234567", "VE"), ("099 123 4567", "EC"), ("912 345 678", "PE"), ("71234567", "BO"),
]


def digits_only(text):
    return "".join(character for character in text if character.isdigit())


def variants(region, chance):
    """Numbers of a region, in the forms that people use and misuse."""
    national_prefix = PhoneMetadata.metadata_for_region(region).national_prefix or ""
    code = str(phonenumbers.country_code_for_region(region))
    for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
        number = phonenumbers.example_number_for_type(region, kind)
        if number is None:
            continue
        significant = phonenumbers.national_significant_number(number)
        national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        international = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        if kind == PhoneNumberType.FIXED_LINE:
            yield national
            yield international.replace(" ", "-")
            yield significant
            yield digits_only(national).translate(FULL_WIDTH)
            if chance.random() < 0.1:
                yield national + " ext. 12"
        else:
            yield national.replace(" ", ".").replace("-", ".")
            yield international
            yield digits_only(national)
            yield f"+{code} ({national_prefix or 0}){significant}"
            yield code + significant
            if chance.random() < 0.5:
                yield "00" + code + significant
            yield "+" + code + significant[:-1]
            yield "+" + code + significant + str(chance.randrange(10))
            yield significant[:-2]
            if chance.random() < 0.1:
                yield national + " (cell)"
            if chance.random() < 0.1:
                yield digits_only(national) + ".0"
        for _ in range(2):
            # Another area code or operator, which may or may not exist.
            changed = list(significant)
            for place in chance.sample(range(min(4, len(changed))), 2):
                changed[place] = str(chance.randrange(10))
            yield "+" + code + " " + "".join(changed)
    toll_free = phonenumbers.example_number_for_type(region, PhoneNumberType.TOLL_FREE)
    if toll_free is not None:
        yield phonenumbers.format_number(toll_free, PhoneNumberFormat.NATIONAL)
    abroad = phonenumbers.example_number_for_type(chance.choice(REGIONS), PhoneNumberType.MOBILE)
    yield phonenumbers.format_out_of_country_calling_number(abroad, region)
    yield "".join(str(chance.randrange(10)) for _ in range(chance.randrange(7, 12)))
    yield chance.choice(["112", "911", "999", "110", "100"])


def judged(text, region):
    """The number in E.164 as libphonenumber understands it, or nothing."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def main():
    chance = random.Random("phone numbers")
    rows = dict.fromkeys(BY_HAND)
    for region in REGIONS:
        rows.update(dict.fromkeys((text, region) for text in variants(region, chance)))
    path = pathlib.Path(__file__).with_name("numbers.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "region", f"e164, as phonenumbers {phonenumbers.__version__} has it"])
        writer.writerows((text, region, judged(text, region)) for text, region in rows)


if __name__ == "__main__":
    main()
