import type { ReactNode } from "react";
import { useLocation } from "wouter";
import type { Import } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorNote, Note } from "@/components/ui/notes";
import { number, rows } from "@/lib/words";
import { FileChoice } from "./file-choice";
import { ImportRows } from "./import-rows";
import { useImportFile } from "./queries";
import type { RunningUpload } from "./uploads";

/** An upload that failed, or that was left behind with another page. */
export function MissingFile({ one, upload }: { one: Import; upload: RunningUpload | undefined }): ReactNode {
  const again = useImportFile();
  const [, navigate] = useLocation();
  return (
    <div className="flex max-w-xl flex-col gap-5">
      {upload === undefined ? (
        <p className="text-muted">
          The page was closed before <bdi>{one.file_name}</bdi> had gone. Nothing was changed. Choose the file
          again, and it starts anew.
        </p>
      ) : (
        <ErrorNote
          error={upload.error}
          act={
            <Button
              busy={again.isPending}
              onClick={() => {
                again.mutate(upload.file, {
                  onSuccess: ({ id }) => {
                    navigate(`/contacts/import/${id}`, { replace: true });
                  },
                });
              }}
            >
              Send it again
            </Button>
          }
        />
      )}
      {again.error !== null && <ErrorNote error={again.error} />}
      {upload === undefined && <FileChoice />}
    </div>
  );
}

/** A file that no worker can read: why, what to do, and the way to another one. */
export function RefusedFile({ one }: { one: Import }): ReactNode {
  return (
    <div className="flex max-w-xl flex-col gap-6">
      <p className="text-lg">{one.problem ?? "It is not a spreadsheet that we know."}</p>
      <p className="text-muted">
        Nothing was changed. Open it in your spreadsheet, save it as Excel (.xlsx) or as CSV, and choose the
        new file here.
      </p>
      <FileChoice />
    </div>
  );
}

/** What an import has done, and what it left alone. */
export function Applied({ one }: { one: Import }): ReactNode {
  const { applied, counts } = one;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex max-w-[40rem] flex-col gap-4 text-muted">
        {applied.unchanged > 0 && <p>{rows(applied.unchanged)} said nothing new.</p>}
        {counts.refused > 0 && (
          <p>
            {rows(counts.refused)} could not be taken. Mend {counts.refused === 1 ? "it" : "them"} in your
            spreadsheet and import it again: those who are in the directory already stay as they are.
          </p>
        )}
        {applied.conflicts > 0 && (
          <Note tone="candle">
            <p className="font-semibold text-ink">{number(applied.conflicts)} left alone</p>
            <p>
              Someone changed {applied.conflicts === 1 ? "this person" : "these people"} after the preview,
              and their change counts. Import the file again to see how they stand now.
            </p>
          </Note>
        )}
        <div>
          <ButtonLink href="/contacts" kind="primary">
            See your contacts
          </ButtonLink>
        </div>
      </div>
      {(counts.refused > 0 || applied.conflicts > 0) && <ImportRows one={one} />}
    </div>
  );
}
