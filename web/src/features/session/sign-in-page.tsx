import { useState, type ReactNode } from "react";
import { useMutation } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { Unreachable } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { useTitle } from "@/components/ui/page";
import { Note } from "@/components/ui/notes";
import { Mark } from "@/components/ui/mark";
import {
  setNewPassword,
  signIn,
  SignInRefused,
  SignInTroubled,
  tookTooLong,
  type NewPasswordNeeded,
  type Tokens,
} from "./cognito";
import { useConfig, useSession } from "./context";

export function SignInPage(): ReactNode {
  const { church_name } = useConfig();
  const [challenge, setChallenge] = useState<NewPasswordNeeded["newPasswordFor"] | null>(null);
  const [ended, setEnded] = useState<string>();
  useTitle("Sign in");
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-5 py-10">
      <div className="w-full max-w-[22rem]">
        <div className="flex items-center gap-2.5 pb-8">
          <Mark className="size-8" />
          <span className="text-lg font-semibold">Tidings</span>
        </div>
        <h1 className="headline pb-7">
          {challenge === null ? (
            <>
              Welcome to <bdi>{church_name}</bdi>’s front office.
            </>
          ) : (
            "Choose a password of your own."
          )}
        </h1>
        {challenge === null ? (
          <PasswordForm
            news={ended}
            onChallenge={(next) => {
              setEnded(undefined);
              setChallenge(next);
            }}
          />
        ) : (
          <NewPasswordForm
            challenge={challenge}
            onBack={() => {
              setChallenge(null);
            }}
            onEnded={(sentence) => {
              setEnded(sentence);
              setChallenge(null);
            }}
          />
        )}
      </div>
    </main>
  );
}

function PasswordForm({
  news,
  onChallenge,
}: {
  /** Why it has to begin again. */
  news: string | undefined;
  onChallenge: (challenge: NewPasswordNeeded["newPasswordFor"]) => void;
}): ReactNode {
  const config = useConfig();
  const session = useSession();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const attempt = useMutation({
    mutationFn: () => signIn(config, email.trim(), password),
    onSuccess: (answer) => {
      if ("newPasswordFor" in answer) onChallenge(answer.newPasswordFor);
      else session.accept(answer);
    },
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        // The button is never greyed out: a browser that fills in both fields doesn't always say so.
        setTried(true);
        if (email.trim() !== "" && password !== "") attempt.mutate();
      }}
    >
      {news !== undefined && (
        <div role="alert">
          <Note tone="candle">{news}</Note>
        </div>
      )}
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={email}
        error={tried && email.trim() === "" ? "Type your e-mail address." : undefined}
        onChange={(event) => {
          setEmail(event.target.value);
        }}
      />
      <PasswordField
        label="Password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={passwordProblem(tried, password, attempt.error)}
      />
      <Button type="submit" kind="primary" busy={attempt.isPending} className="w-full">
        Sign in
      </Button>
    </form>
  );
}

interface NewPasswordFormProps {
  challenge: NewPasswordNeeded["newPasswordFor"];
  onBack: () => void;
  /** Cognito waits some minutes for the new password, and then no more. */
  onEnded: (sentence: string) => void;
}

/** The pool's password policy, as template.yaml sets it. */
const passwordRules = "At least 12 characters, with a capital letter, a small letter and a digit.";

function NewPasswordForm({ challenge, onBack, onEnded }: NewPasswordFormProps): ReactNode {
  const config = useConfig();
  const session = useSession();
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const attempt = useMutation({
    mutationFn: () => setNewPassword(config, challenge, password),
    onSuccess: (tokens: Tokens) => {
      session.accept(tokens);
    },
    onError: (error) => {
      if (error instanceof SignInRefused && error.reason === tookTooLong) onEnded(error.message);
    },
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (password !== "") attempt.mutate();
      }}
    >
      <p className="text-muted">
        The one that you were given was for the first time only. A few words in a row, with a number, make a
        good one.
      </p>
      <PasswordField
        label="New password"
        help={passwordRules}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        error={passwordProblem(tried, password, attempt.error)}
      />
      <div className="flex flex-col gap-3">
        <Button type="submit" kind="primary" busy={attempt.isPending}>
          Save and sign in
        </Button>
        <Button kind="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}

interface PasswordFieldProps {
  label: string;
  autoComplete: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  help?: string;
}

function PasswordField({ label, autoComplete, value, onChange, error, help }: PasswordFieldProps): ReactNode {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="relative">
      <TextField
        label={label}
        type={isShown ? "text" : "password"}
        name="password"
        autoComplete={autoComplete}
        required
        value={value}
        error={error}
        help={help}
        className="pe-12"
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <button
        type="button"
        aria-label={isShown ? "Hide password" : "Show password"}
        aria-pressed={isShown}
        className="absolute end-0 top-7.5 flex size-11 items-center justify-center rounded-md text-muted hover:text-ink"
        onClick={() => {
          setShown(!isShown);
        }}
      >
        <Icon aria-hidden className="size-5" />
      </button>
    </div>
  );
}

function passwordProblem(tried: boolean, password: string, error: Error | null): string | undefined {
  if (tried && password === "") return "Type your password.";
  return error === null ? undefined : signInWords(error);
}

function signInWords(error: Error): string {
  if (error instanceof SignInRefused || error instanceof SignInTroubled) return error.message;
  if (error instanceof Unreachable) {
    return "We couldn't reach the sign-in service. Check your connection, then try again.";
  }
  return "Signing in did not work. Load the page again, then try once more.";
}
