import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { upcoming } from "@/lib/time";
import { money, people } from "@/lib/words";

interface SendDialogProps {
  recipients: number;
  isCall: boolean;
  /** What it costs, in micro-dollars; null while it is not known. */
  price: number | null;
  /** When it goes out; null for now. */
  at: string | null;
  isEmergency: boolean;
  busy: boolean;
  onSend: () => void;
  onClose: () => void;
}

/** Texts can't be called back, so the number of people is asked for, and for nothing else. */
export function SendDialog({
  recipients,
  isCall,
  price,
  at,
  isEmergency,
  busy,
  onSend,
  onClose,
}: SendDialogProps): ReactNode {
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  const submit = (): void => {
    if (Number(typed.replaceAll(/[\s,.]/g, "")) === recipients) onSend();
    else setError(`Type ${recipients} to send, or go back.`);
  };
  return (
    <Dialog
      title={`${isCall ? "Call" : "Text"} ${people(recipients)} ${at === null ? "now" : upcoming(at)}?`}
      onClose={onClose}
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="text-muted">
          {price !== null && `It costs ${money(price)}. `}
          {isEmergency && "An emergency goes out at any hour, and wakes people up. "}
          {at === null
            ? isCall
              ? "Phones begin to ring at once, a few at a time."
              : "A text that has gone out can't be called back."
            : "Until then you can still stop it."}
        </p>
        <TextField
          label={`Type ${recipients} to be sure`}
          inputMode="numeric"
          autoComplete="off"
          name="recipients"
          value={typed}
          error={error}
          onChange={(event) => {
            setTyped(event.target.value);
            setError(undefined);
          }}
        />
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <Button onClick={onClose} disabled={busy} className="max-sm:w-full">
            Go back
          </Button>
          <Button type="submit" kind="primary" busy={busy} className="max-sm:w-full">
            {at !== null ? "Schedule for" : isCall ? "Call" : "Send to"} {people(recipients)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
