import type { ReactNode } from "react";
import type { PhoneAssistant } from "@/api/types";
import { Note } from "@/components/ui/notes";
import { useConfig } from "@/features/session/context";
import { languageName } from "@/lib/languages";
import { formatPhone } from "@/lib/phone";
import { facts } from "./form-values";
import { factWords } from "./words";

/** What the assistant is told, for those who may not change it. */
export function PhoneAssistantRead({ assistant }: { assistant: PhoneAssistant }): ReactNode {
  const { default_region } = useConfig();
  const phone = (number: string | null): ReactNode =>
    number === null ? <span className="text-muted">Nobody</span> : formatPhone(number, default_region);
  const { first_language, offered_languages } = assistant;
  return (
    <div className="flex flex-col gap-6">
      <Note>
        Only an administrator of your church can change these, since any caller may hear them. Ask one if
        something should be different.
      </Note>
      <dl className="border-t border-hairline">
        {facts.map((name) => (
          <Told key={name} name={factWords[name].label}>
            <span dir="auto" className="whitespace-pre-line">
              {assistant.facts[name] || <span className="text-muted">Nothing yet</span>}
            </span>
          </Told>
        ))}
        <Told name="Languages">{[first_language, ...offered_languages].map(languageName).join(", ")}</Told>
        <Told name="Summaries">In {languageName(assistant.staff_language)}</Told>
        <Told name="Rung for callers">{phone(assistant.transfer_phone)}</Told>
        <Told name="Told of danger">{phone(assistant.on_call_phone)}</Told>
      </dl>
    </div>
  );
}

function Told({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="grid gap-x-6 border-b border-hairline py-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <dt className="text-muted">{name}</dt>
      <dd className="figures">{children}</dd>
    </div>
  );
}
