import { useState, type ReactNode } from "react";
import type { Group } from "@/api/types";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { showToast } from "@/components/ui/toasts";
import { useChangeGroup } from "./queries";
import { isEmptyRule } from "./rule";
import { RuleFields } from "./rule-fields";

export function EditGroupDialog({ group, onClose }: { group: Group; onClose: () => void }): ReactNode {
  // What the form began on: its version is what a save refers to.
  const [read] = useState(group);
  const [name, setName] = useState(read.name);
  const [rule, setRule] = useState(read.rule ?? null);
  const [problem, setProblem] = useState<string>();
  const [ruleProblem, setRuleProblem] = useState<string>();
  const change = useChangeGroup(read);
  const refused = change.error instanceof ApiProblem ? change.error.fields : {};
  const submit = (): void => {
    const noName = name.trim() === "" ? "Give the group a name." : undefined;
    const noRule =
      rule !== null && isEmptyRule(rule) ? "Choose at least one language, city, ZIP or month." : undefined;
    setProblem(noName);
    setRuleProblem(noRule);
    if (noName !== undefined || noRule !== undefined) return;
    change.mutate(
      { name: name.trim(), ...(rule !== null && { rule }) },
      {
        onSuccess: () => {
          onClose();
          showToast({ text: "Saved." });
        },
      },
    );
  };
  return (
    <Dialog title={rule === null ? "Rename the group" : "Change the group"} onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label="Name"
          name="name"
          dir="auto"
          autoComplete="off"
          maxLength={60}
          value={name}
          error={problem ?? refused["name"]}
          onChange={(event) => {
            setName(event.target.value);
            setProblem(undefined);
          }}
        />
        {rule !== null && (
          <RuleFields
            rule={rule}
            errors={refused}
            problem={ruleProblem}
            onChange={(next) => {
              setRule(next);
              setRuleProblem(undefined);
            }}
          />
        )}
        {change.error !== null && (
          <ErrorNote
            error={change.error}
            kept="Nothing was saved; what you typed is still here."
            shown={["name", ...Object.keys(refused).filter((field) => field.startsWith("rule"))]}
          />
        )}
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <Button onClick={onClose} disabled={change.isPending} className="max-sm:w-full">
            Cancel
          </Button>
          <Button type="submit" kind="primary" busy={change.isPending} className="max-sm:w-full">
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
