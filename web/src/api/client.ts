import createClient, { type Client } from "openapi-fetch";
import { noticeScripts } from "@/lib/scripts";
import { ApiProblem, SignedOut, Unreachable } from "./problem";
import type { paths } from "./schema";

/** Where the client gets its token: the signed-in session. */
export interface TokenSource {
  /** A token that is still good for a while; renews it when it is not. Rejects with SignedOut. */
  token(): Promise<string>;
  /** Called when the API refused a token that looked good: a fresh one, or SignedOut. */
  renew(refused: string): Promise<string>;
  /** Called when the API refused the fresh token as well. */
  end(refused: string): void;
}

export type Api = Client<paths>;

/** The typed client. Every path, parameter and body is checked against openapi.json at build time. */
export function createApi(source: TokenSource): Api {
  return createClient<paths>({
    baseUrl: window.location.origin,
    fetch: (request) => authorizedFetch(source, request),
  });
}

async function authorizedFetch(source: TokenSource, request: Request): Promise<Response> {
  // A body can be read only once, and a refused token means sending it again.
  const spare = request.clone();
  const token = await source.token();
  const response = await send(request, token);
  if (response.status !== 401) return response;
  const fresh = await source.renew(token);
  const second = await send(spare, fresh);
  if (second.status === 401) source.end(fresh);
  return second;
}

async function send(request: Request, token: string): Promise<Response> {
  request.headers.set("Authorization", `Bearer ${token}`);
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable(error);
  }
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer, or a thrown ApiProblem. */
export async function unwrap<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  return (await unwrapWithResponse(call)).data;
}

/** As `unwrap`, for callers that need a header too. */
export async function unwrapWithResponse<Data>(
  call: Promise<Answer<Data>>,
): Promise<{ data: Data; response: Response }> {
  const { data, error, response } = await call;
  if (!response.ok) {
    if (response.status === 401) throw new SignedOut();
    throw new ApiProblem(response.status, error);
  }
  noticeScripts(data);
  // A 204 has no body; its Data type is undefined.
  return { data: data as Data, response };
}
