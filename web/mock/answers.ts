import { HttpResponse } from "msw";
import type { Problem } from "../src/api/types";
import { makeProblem } from "./problems";

/** A page of a list; the cursor is how many were before it. */
export function page<Item>(
  items: readonly Item[],
  query: { get: (name: "cursor" | "limit") => string | number | null },
): { items: Item[]; next_cursor: string | null } {
  const from = Number(query.get("cursor") ?? 0);
  const to = from + Number(query.get("limit") ?? 50);
  return { items: items.slice(from, to), next_cursor: to < items.length ? String(to) : null };
}

export function refusal(...[status, said]: Parameters<typeof makeProblem>): HttpResponse<Problem> {
  return HttpResponse.json<Problem>(makeProblem(status, said), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}

export const refused = (field: string, message: string) => refusal(422, { errors: [{ field, message }] });
export const missing = () => refusal(404);
export const overtaken = () =>
  refusal(412, {
    detail: "Someone else changed this since you opened it. Reload it, and make your change again.",
  });
