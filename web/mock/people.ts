import type { Contact, Group } from "../src/api/types";

const rows: [string, string, string | null, string | null][] = [
  ["Ana Lucrecia Tzoc", "es", "8767 Sparrow Gate Dr", "Sugar Land"],
  ["Olivia Brandt", "en", "18776 Saddlehorn Pass", "Sugar Land"],
  ["Nguyễn Thị Hoa", "vi", null, "Houston"],
  ["김민준", "ko", "9611 Oxbow Lantern Dr", "Katy"],
  ["يوسف حداد", "ar", "12 Juniper Way", "Houston"],
  ["Harold Whitfield", "en", "9611 Oxbow Lantern Dr", "Missouri City"],
  ["മേരി തോമസ്", "ml", "40 Heron Ct", "Stafford"],
  ["陈伟", "zh", null, "Richmond"],
  ["Ольга Коваленко", "uk", "7 Windmill Row", null],
  ["सुनीता शर्मा", "hi", null, null],
  ["Maria-Magdalena von Hohenstein-Oettingen and family", "de", "1 A Very Long Boulevard of the Old Orchard, Apartment 1204", "The Woodlands"],
  ["Calvin Tsai", "zh-Hant", "10 Old Cistern Rd", "Richmond"],
]; // prettier-ignore

const month = (index: number): string => String(((index * 7) % 12) + 1).padStart(2, "0");

/** Groups of both kinds. */
export function makeGroups(): Group[] {
  const noRule = { languages: [], cities: [], zip_prefixes: [], birthday_months: [] };
  const made = { created_at: "2026-11-02T12:00:00Z", updated_at: "2026-11-02T12:00:00Z", version: 1 };
  return [
    { id: "grp_choir", name: "Choir", kind: "static", rule: null, ...made },
    { id: "grp_pantry", name: "Food pantry helpers", kind: "static", rule: null, ...made },
    {
      id: "grp_spanish",
      name: "Habla español",
      kind: "rule",
      rule: { ...noRule, languages: ["es"], cities: ["Sugar Land", "Richmond"] },
      ...made,
    },
    {
      id: "grp_november",
      name: "November birthdays",
      kind: "rule",
      rule: { ...noRule, birthday_months: [11] },
      ...made,
    },
  ];
}

/** A small congregation with the names that are hardest to show. */
export function makePeople(count: number): Contact[] {
  return Array.from({ length: count }, (_, index) => {
    const [name, language, address, city] = rows[index % rows.length] ?? ["", "en", null, null];
    const round = Math.floor(index / rows.length);
    return {
      id: `con_${String(index).padStart(5, "0")}`,
      sl_no: index % 17 === 0 ? null : index + 1,
      name: round === 0 ? name : `${name} ${"ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(round % 26)}.`,
      address,
      city,
      state_zip: city === null ? null : "TX 77478",
      phone: `+1713555${String(100 + (index % 100)).padStart(4, "0")}`,
      preferred_language: language,
      active: index % 23 !== 22,
      call_consent: index % 3 === 0,
      calls_opted_out_at: null,
      email: index % 6 === 0 ? `neighbour${index}@example.org` : null,
      birthday: index % 4 === 0 ? `${index % 8 === 0 ? "1961" : "-"}-${month(index)}-12` : null,
      time_zone: null,
      effective_time_zone: city === null ? null : "America/Chicago",
      notes: index % 9 === 0 ? "Prefers to be called in the evening.\nHelps with the food pantry." : null,
      group_ids: index % 5 === 0 ? ["grp_choir"] : [],
      opted_out_at: index % 41 === 40 ? "2026-11-20T15:30:00Z" : null,
      unreachable:
        index % 59 === 58
          ? {
              code: "30006",
              reason: "landline" as const,
              reason_text: "The number is a landline, or can't take texts.",
              since: "2026-11-20T15:30:00Z",
            }
          : null,
      created_at: "2026-11-01T12:00:00Z",
      updated_at: "2026-11-20T15:30:00Z",
      version: 1,
    };
  });
}
