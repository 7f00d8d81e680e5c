import type { Contact } from "../src/api/types";

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
      created_at: "2026-11-01T12:00:00Z",
      updated_at: "2026-11-20T15:30:00Z",
      version: 1,
    };
  });
}
