import { SignedOut } from "@/api/problem";
import type { TokenSource } from "@/api/client";
import type { Config } from "@/lib/config";
import { readStored, removeStored, writeStored } from "@/lib/storage";
import { refresh, revoke, SignInRefused, type Tokens } from "./cognito";

export const sessionKey = "tidings.session";

/** A token is renewed while it is still good for this long, so that none runs out on its way. */
const renewBefore = 60_000;

/** Who is signed in on this browser. One for the page; every tab sees a sign-in and a sign-out of another. */
export class Session implements TokenSource {
  readonly config: Config;
  #tokens: Tokens | null;
  #renewing: Promise<Tokens> | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(config: Config) {
    this.config = config;
    this.#tokens = stored();
    window.addEventListener("storage", (event) => {
      if (event.key !== sessionKey && event.key !== null) return;
      this.#tokens = stored();
      this.#tell();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly signedIn = (): boolean => this.#tokens !== null;

  accept(tokens: Tokens): void {
    this.#tokens = tokens;
    writeStored(sessionKey, JSON.stringify(tokens));
    this.#tell();
  }

  /** Forgets the tokens at once, and asks Cognito to forget them too. */
  signOut(): void {
    const refreshToken = this.#tokens?.refreshToken;
    this.#forget();
    if (refreshToken !== undefined) {
      revoke(this.config, refreshToken).catch(() => undefined);
    }
  }

  async token(): Promise<string> {
    if (this.#tokens === null) throw new SignedOut();
    if (this.#tokens.expiresAt - Date.now() > renewBefore) return this.#tokens.idToken;
    return (await this.#renew()).idToken;
  }

  async renew(refused: string): Promise<string> {
    // Another request, or another tab, may have renewed it in the meantime.
    if (this.#tokens !== null && this.#tokens.idToken !== refused) return this.#tokens.idToken;
    return (await this.#renew()).idToken;
  }

  /** Ends a session whose fresh token the API refuses too: nothing but a new sign-in helps. */
  end(refused: string): void {
    if (this.#tokens?.idToken === refused) this.#forget();
  }

  /** One renewal at a time, whoever asks. */
  #renew(): Promise<Tokens> {
    this.#renewing ??= this.#askForNewTokens().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #askForNewTokens(): Promise<Tokens> {
    const old = this.#tokens;
    if (old === null) throw new SignedOut();
    try {
      const tokens = await refresh(this.config, old.refreshToken);
      this.accept(tokens);
      return tokens;
    } catch (error) {
      // The session is still good while the network is away or Cognito is in trouble; only a refusal ends it.
      if (!(error instanceof SignInRefused)) throw error;
      this.#forget();
      throw new SignedOut();
    }
  }

  #forget(): void {
    this.#tokens = null;
    removeStored(sessionKey);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function stored(): Tokens | null {
  const text = readStored(sessionKey);
  if (text === null) return null;
  try {
    const tokens = JSON.parse(text) as Partial<Tokens>;
    const { idToken, refreshToken, expiresAt } = tokens;
    if (typeof idToken !== "string" || typeof refreshToken !== "string") return null;
    return { idToken, refreshToken, expiresAt: typeof expiresAt === "number" ? expiresAt : 0 };
  } catch {
    return null;
  }
}
