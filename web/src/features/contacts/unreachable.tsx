import type { ReactNode } from "react";
import { PhoneOff } from "lucide-react";
import type { Contact } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { showToast } from "@/components/ui/toasts";
import { useMayChange } from "@/features/session/context";
import { moment, when } from "@/lib/time";
import { useTryAgain } from "./person-queries";

/** That a number can't be texted: why, since when, and the way to try it again. */
export function UnreachableNote({ contact }: { contact: Contact }): ReactNode {
  const mayChange = useMayChange();
  const again = useTryAgain(contact);
  const { unreachable } = contact;
  if (unreachable === null) return null;
  const { reason_text, since, code } = unreachable;
  return (
    <div className="mb-5 flex gap-3 rounded-md bg-candle-soft px-4 py-3">
      <PhoneOff aria-hidden className="mt-0.5 size-5 shrink-0 text-candle-ink" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">This number can’t be texted</p>
        <p>
          {reason_text} We found out <time title={moment(since)}>{when(since)}</time>
          <span className="figures text-muted"> ({code})</span>. Nothing is sent to it; a new number starts
          afresh.
        </p>
        {again.error !== null && (
          <div className="pt-3">
            <ErrorNote error={again.error} />
          </div>
        )}
        {mayChange && (
          <Button
            className="mt-3"
            busy={again.isPending}
            onClick={() => {
              again.mutate(undefined, {
                onSuccess: () => {
                  showToast({ text: "The next message goes to this number again." });
                },
              });
            }}
          >
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}
