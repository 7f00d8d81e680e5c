import { setupServer } from "msw/node";
import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "@/api/pending-types";

/** Handlers are typed by openapi.json: a test that answers what the API can't does not compile. */
export const http = createOpenApiHttp<paths>({ baseUrl: window.location.origin });

export const server = setupServer();
