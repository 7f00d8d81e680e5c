import type { ReactNode } from "react";
import { MessageSquareText, Phone } from "lucide-react";
import type { MessageType } from "@/api/types";
import { ChoiceCard } from "@/components/ui/choice-card";

interface KindFieldProps {
  kind: MessageType;
  onChoose: (kind: MessageType) => void;
}

/** Whether it is written to people, or read out to them. */
export function KindField({ kind, onChoose }: KindFieldProps): ReactNode {
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 font-semibold">How</legend>
      <div className="grid grid-cols-2 gap-2 sm:max-w-sm">
        <ChoiceCard
          group="message_type"
          name="Text"
          Icon={MessageSquareText}
          checked={kind === "sms"}
          onChoose={() => {
            onChoose("sms");
          }}
        />
        <ChoiceCard
          group="message_type"
          name="Call"
          Icon={Phone}
          checked={kind === "voice"}
          onChoose={() => {
            onChoose("voice");
          }}
        />
      </div>
      {kind === "voice" && (
        <p className="pt-2 text-sm text-muted">
          A voice reads it to those who have agreed to automatic calls, each in their language. They can hear
          it again, ask for a person, or ask for no more calls.
        </p>
      )}
    </fieldset>
  );
}
