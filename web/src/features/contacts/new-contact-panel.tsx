import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { useTitle } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { ContactForm } from "./contact-form";
import { emptyValues, inputOf } from "./form-values";
import { useKeptForm } from "./kept-form";
import { Panel } from "./panel";
import { useAddContact } from "./queries";
import { useView } from "./view";

export function NewContactPanel(): ReactNode {
  useTitle("Add a contact");
  const { kept, keep, drop } = useKeptForm("new");
  const add = useAddContact();
  const [, navigate] = useLocation();
  const { beside } = useView();
  const values = kept?.values ?? emptyValues;
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
          navigate(beside("/contacts"));
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
              navigate(beside(`/contacts/${contact.id}`));
            },
          });
        }}
      />
    </Panel>
  );
}
