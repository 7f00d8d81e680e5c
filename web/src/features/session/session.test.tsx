import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { QueryClientProvider } from "@tanstack/react-query";
import { http as plain, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { createApi, unwrap } from "@/api/client";
import { SignedOut, Unreachable } from "@/api/problem";
import { createQueryClient } from "@/app/app";
import { previewOf, staff } from "../../../test/records";
import { config } from "../../../test/render";
import { http, server } from "../../../test/server";
import { ToolsContext } from "./context";
import { Session, sessionKey } from "./session";
import { SignInPage } from "./sign-in-page";

const hour = 3_600_000;

interface Ask {
  target: string | null;
  body: {
    AuthFlow?: string;
    AuthParameters?: Record<string, string>;
    ChallengeResponses?: Record<string, string>;
  };
}

/** Cognito, answering each request in turn; what it was asked is recorded. */
function cognito(...answers: HttpResponse<never>[] | (() => Response)[]): Ask[] {
  const asked: Ask[] = [];
  server.use(
    plain.post(config.cognito_endpoint, async ({ request }) => {
      asked.push({
        target: request.headers.get("X-Amz-Target"),
        body: (await request.json()) as Ask["body"],
      });
      const answer = answers.shift();
      return typeof answer === "function" ? answer() : answer;
    }),
  );
  return asked;
}

const granted = (idToken: string) => () =>
  HttpResponse.json({
    AuthenticationResult: { IdToken: idToken, RefreshToken: "refresh-2", ExpiresIn: 3600 },
  });

const denied =
  (type: string, message = "", status = 400) =>
  () =>
    HttpResponse.json({ __type: type, message }, { status });

function sessionWith(expiresAt: number): Session {
  const session = new Session(config);
  session.accept({ idToken: "old", refreshToken: "refresh-1", expiresAt });
  return session;
}

/** Accepts one token; records all that came. */
function apiThatTakes(token: string): string[] {
  const seen: string[] = [];
  server.use(
    http.get("/api/me", ({ request, response }) => {
      seen.push(request.headers.get("Authorization") ?? "");
      return seen.at(-1) === `Bearer ${token}`
        ? response(200).json(staff)
        : response.untyped(HttpResponse.text("{}", { status: 401 }));
    }),
  );
  return seen;
}

describe("a session", () => {
  it("renews a token that is about to end, once for all who wait for it", async () => {
    const asked = cognito(granted("new"));
    const seen = apiThatTakes("new");
    const api = createApi(sessionWith(Date.now() + 10_000));
    await Promise.all([unwrap(api.GET("/api/me")), unwrap(api.GET("/api/me"))]);
    expect(seen).toEqual(["Bearer new", "Bearer new"]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body.AuthParameters).toEqual({ REFRESH_TOKEN: "refresh-1" });
  });

  it("renews a token that the API refuses, and asks again with the same body", async () => {
    cognito(granted("new"));
    const bodies: unknown[] = [];
    server.use(
      http.post("/api/messages/preview", async ({ request, response }) => {
        bodies.push(await request.json());
        return request.headers.get("Authorization") === "Bearer new"
          ? response(200).json(previewOf())
          : response.untyped(HttpResponse.text("{}", { status: 401 }));
      }),
    );
    const api = createApi(sessionWith(Date.now() + hour));
    await unwrap(api.POST("/api/messages/preview", { body: { send_to_all: true } }));
    expect(bodies).toEqual([{ send_to_all: true }, { send_to_all: true }]);
  });

  it("ends when Cognito refuses to renew it", async () => {
    cognito(denied("NotAuthorizedException", "Refresh Token has expired"));
    const session = sessionWith(Date.now() - 1);
    await expect(unwrap(createApi(session).GET("/api/me"))).rejects.toBeInstanceOf(SignedOut);
    expect(session.signedIn()).toBe(false);
    expect(window.localStorage.getItem(sessionKey)).toBeNull();
  });

  it.each([
    ["NotAuthorizedException", denied("NotAuthorizedException", "Refresh Token has been revoked")],
    ["UserNotFoundException", denied("UserNotFoundException")],
    ["PasswordResetRequiredException", denied("PasswordResetRequiredException")],
    ["UserNotConfirmedException", denied("UserNotConfirmedException")],
    ["a step more", () => HttpResponse.json({ ChallengeName: "SOFTWARE_TOKEN_MFA" })],
  ])("ends at a real refusal: %s", async (_, answer) => {
    cognito(answer);
    const session = sessionWith(Date.now() - 1);
    await expect(session.token()).rejects.toBeInstanceOf(SignedOut);
    expect(session.signedIn()).toBe(false);
  });

  it.each([
    ["an error inside", denied("InternalErrorException", "", 500)],
    ["too many requests", denied("TooManyRequestsException")],
    ["too many requests, by status", denied("", "", 429)],
    ["too many tries", denied("NotAuthorizedException", "Password attempts exceeded")],
    ["a service that is away", () => HttpResponse.text("Service Unavailable", { status: 503 })],
    ["a page of somebody else's", () => HttpResponse.html("<h1>Join the network</h1>")],
  ])("outlives a hiccup of Cognito's: %s", async (_, answer) => {
    cognito(answer);
    const session = sessionWith(Date.now() - 1);
    await expect(session.token()).rejects.toBeInstanceOf(Unreachable);
    expect(session.signedIn()).toBe(true);
    expect(window.localStorage.getItem(sessionKey)).not.toBeNull();
  });

  it("ends when the API refuses the renewed token too, so that there is a form to sign in again", async () => {
    cognito(granted("new"));
    apiThatTakes("another");
    const session = sessionWith(Date.now() + hour);
    await expect(unwrap(createApi(session).GET("/api/me"))).rejects.toBeInstanceOf(SignedOut);
    expect(session.signedIn()).toBe(false);
  });

  it("outlives a network that is away", async () => {
    cognito(() => HttpResponse.error());
    const session = sessionWith(Date.now() - 1);
    await expect(unwrap(createApi(session).GET("/api/me"))).rejects.toBeInstanceOf(Unreachable);
    expect(session.signedIn()).toBe(true);
  });

  it("is forgotten here at once, and by Cognito too, on signing out", async () => {
    const asked = cognito(() => HttpResponse.json({}));
    const session = sessionWith(Date.now() + hour);
    session.signOut();
    expect(session.signedIn()).toBe(false);
    expect(window.localStorage.getItem(sessionKey)).toBeNull();
    await expect.poll(() => asked[0]?.target).toBe("AWSCognitoIdentityProviderService.RevokeToken");
  });
});

describe("signing in", () => {
  function openSignIn() {
    const session = new Session(config);
    render(
      <QueryClientProvider client={createQueryClient()}>
        <ToolsContext value={{ config, session, api: createApi(session) }}>
          <SignInPage />
        </ToolsContext>
      </QueryClientProvider>,
    );
    return { session, user: userEvent.setup() };
  }

  it("says kindly that the password is wrong, and keeps the e-mail", async () => {
    cognito(denied("NotAuthorizedException", "Incorrect username or password."), granted("token"));
    const { session, user } = openSignIn();
    await user.type(screen.getByLabelText("E-mail"), "mary@grace.example");
    await user.type(screen.getByLabelText("Password"), "wrong");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(/don't go together/)).toBeVisible();
    expect(screen.getByLabelText("E-mail")).toHaveValue("mary@grace.example");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await expect.poll(() => session.signedIn()).toBe(true);
  });

  it("asks for a password of one's own at the first sign-in", async () => {
    const asked = cognito(
      () => HttpResponse.json({ ChallengeName: "NEW_PASSWORD_REQUIRED", Session: "session-1" }),
      denied("InvalidPasswordException", "Password not long enough"),
      granted("token"),
    );
    const { session, user } = openSignIn();
    await user.type(screen.getByLabelText("E-mail"), "mary@grace.example");
    await user.type(screen.getByLabelText("Password"), "given");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    const field = await screen.findByLabelText("New password");
    expect(field).toHaveAccessibleDescription(/At least 12 characters/);
    await user.type(field, "short");
    await user.click(screen.getByRole("button", { name: "Save and sign in" }));
    expect(await screen.findByText(/Password not long enough/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Save and sign in" }));
    await expect.poll(() => session.signedIn()).toBe(true);
    expect(asked.at(-1)?.body.ChallengeResponses).toEqual({
      USERNAME: "mary@grace.example",
      NEW_PASSWORD: "short",
    });
  });

  it("begins again when choosing a password took longer than Cognito waits", async () => {
    cognito(
      () => HttpResponse.json({ ChallengeName: "NEW_PASSWORD_REQUIRED", Session: "session-1" }),
      denied("NotAuthorizedException", "Invalid session for the user, session is expired."),
    );
    const { session, user } = openSignIn();
    await user.type(screen.getByLabelText("E-mail"), "mary@grace.example");
    await user.type(screen.getByLabelText("Password"), "given");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await user.type(await screen.findByLabelText("New password"), "Quiet-Rivers-7");
    await user.click(screen.getByRole("button", { name: "Save and sign in" }));
    expect(await screen.findByText(/That took too long/)).toBeVisible();
    expect(screen.getByLabelText("Password")).toHaveValue("");
    expect(session.signedIn()).toBe(false);
  });
});
