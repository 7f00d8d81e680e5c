import type { ReactNode } from "react";
import { ApiProblem, Unreachable } from "@/api/problem";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorNote, Note } from "@/components/ui/notes";

interface SendProblemProps {
  error: Error;
  /** Gives the draft a new key, so that it counts as another message. */
  onSendAsNew: () => void;
}

/** Why sending failed, and whether something may have gone out: the first thing that anyone asks then. */
export function SendProblem({ error, onSendAsNew }: SendProblemProps): ReactNode {
  if (error instanceof ApiProblem && error.status === 409) {
    return (
      <div role="alert">
        <Note tone="candle">
          <p className="font-semibold">An earlier version of this message has already gone out.</p>
          <p>
            Your first try did arrive, and you changed the message since. Look at what was sent; if people
            should get this one as well, send it as a new message.
          </p>
          <div className="flex flex-wrap gap-3 pt-3">
            <ButtonLink href="/messages">See what was sent</ButtonLink>
            <Button onClick={onSendAsNew}>Make this a new message</Button>
          </div>
        </Note>
      </div>
    );
  }
  if (error instanceof Unreachable || (error instanceof ApiProblem && error.status >= 500)) {
    return (
      <div role="alert">
        <Note tone="candle">
          <p className="font-semibold">
            {error instanceof Unreachable
              ? "We lost the server before it answered."
              : "The server ran into a problem."}
          </p>
          <p>
            Your message is safe here. Press Send again when you are ready: nobody gets it twice, even if the
            first try did arrive.
          </p>
        </Note>
      </div>
    );
  }
  return (
    <ErrorNote
      error={error}
      kept="Nothing was sent, and your message is kept."
      shown={["content", "contact_ids"]}
    />
  );
}
