import type { Problem } from "../src/api/types";

/** What the API calls each status: HTTP's own names, which nobody in an office should read. */
const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  412: "Precondition Failed",
  422: "Unprocessable Entity",
  429: "Too Many Requests",
  500: "Internal Server Error",
};

const wrongFields = "Some fields are wrong. Correct them and send the request again.";

/** A problem document as the API writes it. */
export function makeProblem(
  status: number,
  { detail, errors }: { detail?: string; errors?: Problem["errors"] } = {},
): Problem {
  return {
    type: "about:blank",
    title: titles[status] ?? "Error",
    status,
    detail: detail ?? (status === 422 ? wrongFields : ""),
    request_id: "req-1",
    ...(errors !== undefined && { errors }),
  };
}
