import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { Message } from "../src/api/types";
import { missing, page, refusal } from "./answers";
import { world } from "./world";

const http = createOpenApiHttp<paths>();

const everyMessage = (): Message[] => [...world.messages.values()].flat();

const outcomes = { arrived: "delivered", send_again: "queued", give_up: "failed" } as const;

export const reviewHandlers = [
  http.get("/api/reviews", ({ response, query }) => {
    const inDoubt = everyMessage().filter(({ status }) => status === "needs_review");
    return response(200).json(page(inDoubt, query));
  }),
  http.post("/api/reviews/{id}", async ({ params, request, response }) => {
    const message = everyMessage().find(({ id }) => id === params.id);
    if (message === undefined) return missing();
    if (message.status !== "needs_review") {
      return refusal(409, { detail: "This message does not wait for a decision any more." });
    }
    const { decision } = await request.json();
    Object.assign(message, { status: outcomes[decision], updated_at: new Date().toISOString() });
    return response(200).json(message);
  }),
];
