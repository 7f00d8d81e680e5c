import { useState, type ReactNode } from "react";
import { LoaderCircle, Plus } from "lucide-react";
import type { Group } from "@/api/types";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { useAddGroup, useGroups } from "./queries";

interface GroupChoiceProps {
  /** Only these groups; null for all, and a new one. */
  only: ReadonlySet<string> | null;
  /** The group whose choice is being carried out. */
  busy: Group | null;
  onChoose: (group: Group) => void;
}

/** One group of those that people are put into by hand, or a new one. */
export function GroupChoice({ only, busy, onChoose }: GroupChoiceProps): ReactNode {
  const { groups, isComplete, error, retry } = useGroups();
  const offered = groups.filter(({ id, kind }) => kind === "static" && (only === null || only.has(id)));
  return (
    <>
      {error !== null && <ErrorNote error={error} act={<Button onClick={retry}>Try again</Button>} />}
      {!isComplete && error === null && <Skeleton className="h-11 w-full" />}
      {offered.length > 0 && (
        <ul aria-label="Groups" className="max-h-72 overflow-y-auto rounded-md border border-hairline">
          {offered.map((group) => (
            <li key={group.id} className="border-b border-hairline last:border-0">
              <button
                type="button"
                disabled={busy !== null}
                className="flex min-h-12 w-full items-center gap-2 px-3 text-start hover:bg-sunken focus-visible:-outline-offset-2"
                onClick={() => {
                  onChoose(group);
                }}
              >
                <bdi className="min-w-0 flex-1 truncate">{group.name}</bdi>
                {busy?.id === group.id && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
              </button>
            </li>
          ))}
        </ul>
      )}
      {only === null && isComplete && <NewGroup onMade={onChoose} />}
    </>
  );
}

function NewGroup({ onMade }: { onMade: (group: Group) => void }): ReactNode {
  const [name, setName] = useState("");
  const add = useAddGroup();
  const refused = add.error instanceof ApiProblem ? add.error.fields["name"] : undefined;
  return (
    <form
      noValidate
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "") return;
        add.mutate({ name: name.trim(), kind: "static" }, { onSuccess: onMade });
      }}
    >
      <TextField
        label="Or a new group"
        name="name"
        dir="auto"
        autoComplete="off"
        maxLength={60}
        placeholder="Easter breakfast"
        value={name}
        error={refused}
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
      {name.trim() !== "" && (
        <Button type="submit" busy={add.isPending} className="self-start">
          <Plus aria-hidden className="size-4" /> Make it and add them
        </Button>
      )}
      {add.error !== null && refused === undefined && <ErrorNote error={add.error} shown={["name"]} />}
    </form>
  );
}
