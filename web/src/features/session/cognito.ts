import { Unreachable } from "@/api/problem";
import type { Config } from "@/lib/config";

/** The three tokens of a sign-in, and when they stop being good (milliseconds since 1970). */
export interface Tokens {
  idToken: string;
  refreshToken: string;
  expiresAt: number;
}

/** A first sign-in with a password that someone else chose: a new one has to be set. */
export interface NewPasswordNeeded {
  newPasswordFor: { email: string; session: string };
}

/** Cognito said no, and will say no again to the same; `message` is the sentence that is shown. */
export class SignInRefused extends Error {
  /** Cognito's name of the reason, as in NotAuthorizedException. */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.name = "SignInRefused";
    this.reason = reason;
  }
}

/** Cognito could not answer just now: nothing is known about the password or the session. */
export class SignInTroubled extends Unreachable {
  constructor(message: string) {
    super(undefined);
    this.name = "SignInTroubled";
    this.message = message;
  }
}

interface AuthAnswer {
  AuthenticationResult?: { IdToken: string; RefreshToken?: string; ExpiresIn: number };
  ChallengeName?: string;
  Session?: string;
}

export async function signIn(
  config: Config,
  email: string,
  password: string,
): Promise<Tokens | NewPasswordNeeded> {
  const answer = await call(config, "InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: config.user_pool_client_id,
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  if (answer.ChallengeName === "NEW_PASSWORD_REQUIRED" && answer.Session !== undefined) {
    return { newPasswordFor: { email, session: answer.Session } };
  }
  return tokens(answer, null);
}

export async function setNewPassword(
  config: Config,
  { email, session }: NewPasswordNeeded["newPasswordFor"],
  password: string,
): Promise<Tokens> {
  const answer = await call(config, "RespondToAuthChallenge", {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    ClientId: config.user_pool_client_id,
    Session: session,
    ChallengeResponses: { USERNAME: email, NEW_PASSWORD: password },
  });
  return tokens(answer, null);
}

/** New tokens for an old refresh token; Cognito gives no new refresh token, so the old one is kept. */
export async function refresh(config: Config, refreshToken: string): Promise<Tokens> {
  const answer = await call(config, "InitiateAuth", {
    AuthFlow: "REFRESH_TOKEN_AUTH",
    ClientId: config.user_pool_client_id,
    AuthParameters: { REFRESH_TOKEN: refreshToken },
  });
  return tokens(answer, refreshToken);
}

/** Makes a refresh token useless. Its failure must not keep anyone from signing out, so callers ignore it. */
export async function revoke(config: Config, refreshToken: string): Promise<void> {
  await call(config, "RevokeToken", { ClientId: config.user_pool_client_id, Token: refreshToken });
}

function tokens(answer: AuthAnswer, oldRefreshToken: string | null): Tokens {
  const result = answer.AuthenticationResult;
  const refreshToken = result?.RefreshToken ?? oldRefreshToken;
  if (result === undefined || refreshToken === null) {
    const step = answer.ChallengeName;
    if (step === undefined) throw new SignInTroubled(noIdea);
    throw new SignInRefused(step, `This account asks for a step that Tidings doesn't know (${step}).`);
  }
  return { idToken: result.IdToken, refreshToken, expiresAt: Date.now() + result.ExpiresIn * 1000 };
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
async function call(config: Config, action: string, body: object): Promise<AuthAnswer> {
  let response: Response;
  try {
    response = await fetch(config.cognito_endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `AWSCognitoIdentityProviderService.${action}`,
      },
      body: JSON.stringify(body),
    });
  } catch (error) {
    throw new Unreachable(error);
  }
  const answer = (await response.json().catch(() => ({}))) as AuthAnswer & {
    __type?: string;
    message?: string;
  };
  if (!response.ok) throw refusal(response.status, answer.__type ?? "", answer.message ?? "");
  return answer;
}

const noIdea =
  "Signing in did not work, and we don't know why. Try again in a minute; if it goes on, tell your administrator.";
const tooManyTries = "Too many tries in a short time. Wait a few minutes, then try again.";

/** The reason of a first sign-in whose new password came too late: it has to begin again. */
export const tookTooLong = "TookTooLong";

/** What only a person can mend. Every other error of Cognito's is its own, and passes. */
const sentences: Record<string, string> = {
  NotAuthorizedException: "That e-mail and password don't go together. Check both and try again.",
  UserNotFoundException: "That e-mail and password don't go together. Check both and try again.",
  PasswordResetRequiredException:
    "Your password has to be set anew. Ask an administrator of your church for a new one.",
  UserNotConfirmedException: "Your account isn't ready yet. Ask an administrator of your church.",
};

const endedChallenges = ["CodeMismatchException", "ExpiredCodeException"];

function refusal(status: number, type: string, message: string): Error {
  const reason = type.split("#").at(-1) ?? "";
  const hasEnded = reason === "NotAuthorizedException" && /\bsession\b/i.test(message);
  if (hasEnded || endedChallenges.includes(reason)) {
    return new SignInRefused(
      tookTooLong,
      "That took too long, so your new password was not saved. Sign in again with the password you were given.",
    );
  }
  if (reason === "NotAuthorizedException" && /attempts exceeded/i.test(message)) {
    return new SignInTroubled("Too many wrong tries. Wait 15 minutes, then try again.");
  }
  if (reason === "NotAuthorizedException" && /disabled/i.test(message)) {
    return new SignInRefused(reason, "This account is switched off. Ask an administrator of your church.");
  }
  if (reason === "InvalidPasswordException") {
    return new SignInRefused(reason, `This password can't be taken. ${message}`);
  }
  const sentence = sentences[reason];
  if (sentence !== undefined) return new SignInRefused(reason, sentence);
  const isTooMuch = status === 429 || ["TooManyRequestsException", "LimitExceededException"].includes(reason);
  return new SignInTroubled(isTooMuch ? tooManyTries : noIdea);
}
