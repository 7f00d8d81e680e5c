import type { Problem } from "./types";

/** The API refused a request and said why. */
export class ApiProblem extends Error {
  readonly status: number;
  /** What the API says to a person: what is wrong, then what to do. Its title is HTTP's name, and never shown. */
  readonly detail: string;
  /** What an administrator searches the logs for; null when the answer did not come from our API. */
  readonly requestId: string | null;
  /** Field name to sentence; empty unless single fields were refused. */
  readonly fields: Readonly<Record<string, string>>;
  /** The same one by one, for a field that is wrong in more than one way. */
  readonly errors: readonly { field: string; message: string }[];

  constructor(status: number, body: unknown) {
    const problem = isProblem(body) ? body : null;
    super(`The server answered ${status}`);
    this.name = "ApiProblem";
    this.status = status;
    this.detail = problem?.detail ?? "";
    this.requestId = problem?.request_id ?? null;
    this.errors = problem?.errors ?? [];
    this.fields = Object.fromEntries(this.errors.map((error) => [error.field, error.message]));
  }
}

/** No answer came: the request may or may not have arrived. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The server could not be reached", { cause });
    this.name = "Unreachable";
  }
}

/** Signed out, or the session ran out and could not be renewed. */
export class SignedOut extends Error {
  constructor() {
    super("You are signed out");
    this.name = "SignedOut";
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "title" in body && typeof body.title === "string";
}

/** What is told to a person about an error: what happened, what it means, what to do. */
export interface Explanation {
  happened: string;
  todo: string;
  requestId: string | null;
}

/**
 * Puts an error into plain words.
 *
 * @param error whatever was thrown
 * @param kept what is still safe, said when the outcome is not known; "Nothing was changed." by default
 * @param shown fields whose own refusals are already said beside them
 */
export function explain(
  error: unknown,
  kept = "Nothing was changed.",
  shown: readonly string[] = [],
): Explanation {
  if (error instanceof Unreachable) {
    return {
      happened: "We couldn't reach the server.",
      todo: "Check your connection, then try again.",
      requestId: null,
    };
  }
  if (error instanceof SignedOut) {
    return { happened: "You have been signed out.", todo: "Sign in again to go on.", requestId: null };
  }
  if (error instanceof ApiProblem) return explainProblem(error, kept, shown);
  return {
    happened: "Something went wrong on this page.",
    todo: `${kept} Load the page again; if it happens twice, tell your administrator.`,
    requestId: null,
  };
}

function explainProblem(problem: ApiProblem, kept: string, shown: readonly string[]): Explanation {
  const { requestId } = problem;
  switch (problem.status) {
    case 403:
      return said(problem, {
        happened: "Your account is not allowed to do this.",
        todo: "Ask an administrator of your church for more rights.",
      });
    case 404:
      return {
        happened: "This isn't here any more.",
        todo: "Someone may have deleted it. Go back to the list.",
        requestId: null,
      };
    case 422:
      return explainRefusedFields(problem, kept, shown);
    case 429:
      return {
        happened: "That was a little too quick for the server.",
        todo: `${kept} Wait a minute, then try again.`,
        requestId: null,
      };
    default:
      if (problem.status >= 500) {
        return {
          happened: "The server ran into a problem.",
          todo: `${kept} Try again in a minute; if it goes on, tell your administrator this number:`,
          requestId,
        };
      }
      return said(problem, { happened: "The server did not take this.", todo: kept });
  }
}

/** The API's own sentences: the first says what happened, the others what to do. */
function said({ detail }: ApiProblem, otherwise: { happened: string; todo: string }): Explanation {
  const [, first, rest] = /^(.+?[.!?])(?:\s+(.+))?$/s.exec(sentence(detail)) ?? [];
  if (first === undefined) return { ...otherwise, requestId: null };
  return { happened: first, todo: rest ?? otherwise.todo, requestId: null };
}

function explainRefusedFields(problem: ApiProblem, kept: string, shown: readonly string[]): Explanation {
  if (problem.errors.length === 0)
    return said(problem, { happened: "The server did not take this.", todo: kept });
  const untold = problem.errors.filter(({ field }) => !shown.includes(field));
  const told = problem.errors.length - untold.length;
  const todo = [
    ...untold.map(({ message }) => sentence(message)),
    ...(told > 0 ? ["Look at what is marked."] : []),
    kept,
  ];
  return { happened: "Something here needs a change first.", todo: todo.join(" "), requestId: null };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
