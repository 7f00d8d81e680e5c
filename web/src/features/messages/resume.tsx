import type { ReactNode } from "react";
import { Play } from "lucide-react";
import { ApiProblem } from "@/api/problem";
import type { Broadcast } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Note } from "@/components/ui/notes";
import { useMayChange } from "@/features/session/context";
import type { useResume } from "./queries";

interface ResumeButtonProps {
  broadcast: Broadcast;
  resume: ReturnType<typeof useResume>;
}

/** Lets a paused message go on, once what its first line tells is mended. */
export function ResumeButton({ broadcast, resume }: ResumeButtonProps): ReactNode {
  const mayChange = useMayChange();
  if (!mayChange || broadcast.status !== "paused") return null;
  return (
    <Button
      kind="primary"
      busy={resume.isPending}
      className="max-sm:w-full"
      onClick={() => {
        resume.mutate();
      }}
    >
      {!resume.isPending && <Play aria-hidden className="size-4 rtl:rotate-180" />}
      Go on sending
    </Button>
  );
}

/** Why it does not go on. That someone else was quicker is no fault of anybody's. */
export function ResumeProblem({ error }: { error: Error | null }): ReactNode {
  if (error === null) return null;
  if (error instanceof ApiProblem && error.status === 409) {
    return (
      <div role="alert">
        <Note>
          This isn’t paused any more; someone else was a moment quicker. You see here how it stands.
        </Note>
      </div>
    );
  }
  return <ErrorNote error={error} kept="It stays paused, and nothing more goes out." />;
}
