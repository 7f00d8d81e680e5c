import { useEffect, useRef, useState, type ReactNode } from "react";
import { FileSpreadsheet } from "lucide-react";
import { useLocation } from "wouter";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { useImportFile } from "./queries";

const megabyte = 1024 * 1024;
const largest = 25 * megabyte;

const readable = [
  ".csv",
  ".tsv",
  ".txt",
  ".xlsx",
  "text/csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
].join(",");

/** What is wrong with a file that can be told from its name and size alone; the worker looks inside. */
export function fileProblem({ name, size }: { name: string; size: number }): string | undefined {
  if (size === 0) return `“${name}” is empty. Look whether it was saved, then choose it again.`;
  if (size > largest) {
    return `“${name}” is larger than 25 MB. Save it as CSV, which is smaller, or cut it into two files.`;
  }
  if (/\.(xls|ods|numbers|pdf|docx?)$/i.test(name)) {
    return `“${name}” is not a file that we can read. Open it in your spreadsheet and save it as Excel (.xlsx) or CSV.`;
  }
  return undefined;
}

/** Where a spreadsheet is dropped or chosen. Goes to the import's own page at once. */
export function FileChoice(): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();
  const begin = useImportFile();
  const [, navigate] = useLocation();
  const take = (file: File | undefined): void => {
    if (file === undefined || begin.isPending) return;
    const found = fileProblem(file);
    setProblem(found);
    if (found !== undefined) return;
    begin.mutate(file, {
      onSuccess: ({ id }) => {
        navigate(`/contacts/import/${id}`);
      },
    });
  };
  useDroppedFile(take, setOver);
  return (
    <div className="flex flex-col gap-4">
      <div
        className={`flex flex-col items-center gap-3 rounded-md border border-dashed px-6 py-10 text-center ${
          isOver ? "border-accent bg-accent-soft" : "border-edge"
        }`}
      >
        <FileSpreadsheet aria-hidden className="size-8 text-muted" strokeWidth={1.5} />
        <p className="text-lg max-lg:hidden">Drop your spreadsheet here</p>
        <input
          ref={input}
          type="file"
          accept={readable}
          aria-label="Spreadsheet"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            take(event.target.files?.[0]);
            // The same file can be chosen again after it was mended.
            event.target.value = "";
          }}
        />
        <Button kind="primary" busy={begin.isPending} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <p className="text-sm text-muted">Excel (.xlsx) or CSV, up to 25 MB</p>
      </div>
      {problem !== undefined && (
        <p role="alert" className="rounded-md bg-bad-soft px-4 py-3">
          {problem}
        </p>
      )}
      {begin.error !== null && <ErrorNote error={begin.error} />}
    </div>
  );
}

/**
 * Takes a file that is dropped anywhere on the page: beside its frame the browser would leave the dashboard and
 * open the file.
 */
function useDroppedFile(take: (file: File | undefined) => void, setOver: (isOver: boolean) => void): void {
  const latest = useRef({ take, setOver });
  useEffect(() => {
    latest.current = { take, setOver };
  });
  useEffect(() => {
    const leave = new AbortController();
    const listen = (name: "dragover" | "dragleave" | "drop", hear: (event: DragEvent) => void): void => {
      window.addEventListener(name, hear, { signal: leave.signal });
    };
    listen("dragover", (event) => {
      event.preventDefault();
      latest.current.setOver(true);
    });
    listen("dragleave", (event) => {
      if (event.relatedTarget === null) latest.current.setOver(false);
    });
    listen("drop", (event) => {
      event.preventDefault();
      latest.current.setOver(false);
      latest.current.take(event.dataTransfer?.files[0]);
    });
    return () => {
      leave.abort();
    };
  }, []);
}
