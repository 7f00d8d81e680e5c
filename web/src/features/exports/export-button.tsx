import { useState, type ReactNode } from "react";
import { Download, LoaderCircle } from "lucide-react";
import type { Export } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/notes";
import { follow } from "@/lib/download";
import { people } from "@/lib/words";
import { useExport, useStartExport } from "./queries";

/** The whole directory as a file. */
export function ExportButton(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        kind="quiet"
        className="px-3!"
        onClick={() => {
          setOpen(true);
        }}
      >
        <Download aria-hidden className="size-4" /> Export
      </Button>
      {isOpen && (
        <ExportDialog
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function ExportDialog({ onClose }: { onClose: () => void }): ReactNode {
  const start = useStartExport();
  const { data: file, error, refetch } = useExport(start.data?.id ?? null);
  const isWriting = start.isPending || file?.stage === "writing";
  const again = (): void => {
    start.mutate();
  };
  return (
    <Dialog title="Export your contacts" onClose={onClose}>
      <div className="flex flex-col gap-5">
        <p className="text-muted">
          Everyone in your directory, as a CSV file. Any spreadsheet opens it, and importing it again changes
          nothing. It holds names and numbers: keep it as safe as you would keep the list in the office.
        </p>
        <p role="status" className={file === undefined && !isWriting ? "sr-only" : "flex items-center gap-2"}>
          {isWriting && <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-accent" />}
          {exportNews(file, start.isPending)}
        </p>
        {file?.stage === "failed" && (
          <p role="alert" className="text-bad-ink">
            Your directory does not fit into one file. Nothing was changed. Please tell your administrator.
          </p>
        )}
        {start.error !== null && <ErrorNote error={start.error} />}
        {error !== null && (
          <ErrorNote
            error={error}
            kept="The file is still being written."
            act={<Button onClick={() => void refetch()}>Look again</Button>}
          />
        )}
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <Button onClick={onClose} className="max-sm:w-full">
            {file?.stage === "ready" ? "Done" : "Cancel"}
          </Button>
          {file?.stage === "ready" ? (
            <DownloadButton
              read={async () => (await refetch({ throwOnError: true })).data?.url ?? null}
              rows={file.rows ?? null}
            />
          ) : (
            <Button kind="primary" busy={isWriting} className="max-sm:w-full" onClick={again}>
              {isWriting ? "Writing the file" : "Make the file"}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function exportNews(file: Export | undefined, isStarting: boolean): string {
  if (isStarting) return "Starting…";
  if (file === undefined || file.stage === "failed") return "";
  if (file.stage === "ready") return "The file is ready.";
  return file.rows ? `${people(file.rows)} written so far…` : "Writing the file…";
}

interface DownloadButtonProps {
  /** Reads the file's address anew: one that has lain for a while may have run out. */
  read: () => Promise<string | null>;
  rows: number | null;
}

function DownloadButton({ read, rows }: DownloadButtonProps): ReactNode {
  const [isBusy, setBusy] = useState(false);
  const download = async (): Promise<void> => {
    setBusy(true);
    try {
      const address = await read();
      if (address !== null) follow(address);
    } catch {
      // What went wrong is shown above by the reading itself.
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button kind="primary" busy={isBusy} className="max-sm:w-full" onClick={() => void download()}>
      <Download aria-hidden className="size-4" />
      {rows === null ? "Download" : `Download ${people(rows)}`}
    </Button>
  );
}
