import { useState, type ReactNode } from "react";
import type { TemplateInput } from "@/api/types";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { showToast } from "@/components/ui/toasts";
import { languages } from "@/lib/words";
import { longestName } from "./form-values";
import { useAddTemplate } from "./queries";

interface SaveTemplateProps {
  /** What is kept; its name is asked for. */
  input: Omit<TemplateInput, "name">;
  onClose: () => void;
}

/** Keeps what is written, under a name. */
export function SaveTemplate({ input, onClose }: SaveTemplateProps): ReactNode {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();
  const add = useAddTemplate();
  const refused = add.error instanceof ApiProblem ? add.error.fields : {};
  const others = Object.keys(input.translations ?? {}).length;
  return (
    <Dialog title="Keep this to send again" onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          // A dialog stands inside the message's form as far as React is concerned.
          event.stopPropagation();
          if (name.trim() === "") {
            setProblem("Give the template a name.");
            return;
          }
          add.mutate(
            { ...input, name: name.trim() },
            {
              onSuccess: () => {
                onClose();
                showToast({ text: "Kept as a template." });
              },
            },
          );
        }}
      >
        <p className="text-muted">
          The text {others > 0 && `in its ${languages(others + 1)} `}is kept, and what it is for; not the
          people.
        </p>
        <TextField
          label="Name"
          name="template-name"
          dir="auto"
          autoComplete="off"
          maxLength={longestName}
          placeholder="Potluck"
          value={name}
          error={problem ?? refused["name"]}
          onChange={(event) => {
            setName(event.target.value);
            setProblem(undefined);
          }}
        />
        {add.error !== null && (
          <ErrorNote
            error={add.error}
            kept="Nothing was kept; your message is still here."
            shown={["name"]}
          />
        )}
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <Button onClick={onClose} disabled={add.isPending} className="max-sm:w-full">
            Cancel
          </Button>
          <Button type="submit" kind="primary" busy={add.isPending} className="max-sm:w-full">
            Keep it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
