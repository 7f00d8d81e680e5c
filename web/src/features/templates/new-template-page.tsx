import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { Note } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { useMayChange, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { emptyTemplate, inputOf } from "./form-values";
import { useAddTemplate } from "./queries";
import { TemplateForm } from "./template-form";

export function NewTemplatePage(): ReactNode {
  const me = useMe();
  const mayChange = useMayChange();
  return (
    <Page
      title="Make a template"
      headline="What do you send again and again?"
      back={{ href: "/messages/templates", name: "All templates" }}
    >
      <MeProblem />
      {mayChange ? (
        <NewTemplateForm />
      ) : (
        me !== undefined && <Note>Ask an administrator of your church to let you make templates.</Note>
      )}
    </Page>
  );
}

function NewTemplateForm(): ReactNode {
  const [values, setValues] = useState(emptyTemplate);
  const add = useAddTemplate();
  const [, navigate] = useLocation();
  return (
    <TemplateForm
      values={values}
      onChange={setValues}
      saveLabel="Keep the template"
      busy={add.isPending}
      error={add.error}
      onSave={() => {
        add.mutate(inputOf(values), {
          onSuccess: () => {
            navigate("/messages/templates");
            showToast({ text: "Kept." });
          },
        });
      }}
    />
  );
}
