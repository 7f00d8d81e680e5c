import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { useMeQuery } from "./context";

/** Says why nothing can be done here while it isn't known what this person may do; else it is nothing. */
export function MeProblem(): ReactNode {
  const { data, error, refetch } = useMeQuery();
  if (error === null || data !== undefined) return null;
  return (
    <div className="pb-6">
      <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
    </div>
  );
}
