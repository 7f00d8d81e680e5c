import type { ReactNode } from "react";
import { useLocation, useSearch } from "wouter";
import { useTitle } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { ContactForm } from "./contact-form";
import { emptyValues, inputOf } from "./form-values";
import { useKeptForm } from "./kept-form";
import { Panel } from "./panel";
import { useAddContact } from "./queries";
import { useView } from "./view";

/** A new contact; `phone` in the address fills the number in, and `thread` is the conversation to go back to. */
export function NewContactPanel(): ReactNode {
  useTitle("Add a contact");
  const asked = new URLSearchParams(useSearch());
  const phone = asked.get("phone") ?? "";
  const thread = asked.get("thread");
  // Each number has a form of its own: what was begun about somebody else stays as it is.
  const { kept, keep, drop } = useKeptForm(phone === "" ? "new" : `new.${phone}`);
  const add = useAddContact();
  const [, navigate] = useLocation();
  const { beside } = useView();
  const values = kept?.values ?? { ...emptyValues, phone };
  const goBack = (contactId: string | null): void => {
    if (thread !== null) navigate(`/inbox/${thread}`);
    else navigate(beside(contactId === null ? "/contacts" : `/contacts/${contactId}`));
  };
  return (
    <Panel title="Who is it?">
      <ContactForm
        values={values}
        onChange={(next) => {
          keep({ values: next, base: null });
        }}
        saveLabel="Add contact"
        busy={add.isPending}
        error={add.error}
        onCancel={() => {
          drop();
          goBack(null);
        }}
        onSave={() => {
          add.mutate(inputOf(values), {
            onSuccess: (contact) => {
              drop();
              showToast({
                text: (
                  <>
                    <bdi>{contact.name}</bdi> added.
                  </>
                ),
              });
              goBack(contact.id);
            },
          });
        }}
      />
    </Panel>
  );
}
