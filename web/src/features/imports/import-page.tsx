import type { ReactNode } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { unwrap } from "@/api/client";
import type { Import } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorNote, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { Progress } from "@/components/ui/progress";
import { actLater } from "@/components/ui/undo";
import { useApi, useMayChange } from "@/features/session/context";
import { number, people, rows } from "@/lib/words";
import { ImportColumns } from "./import-columns";
import { ImportRows } from "./import-rows";
import { forgetImports, isAtWork, useApply, useImport } from "./queries";
import { Applied, MissingFile, RefusedFile } from "./stages";
import { useUpload, type RunningUpload } from "./uploads";
import { appliedSentence, previewSentence, willImport } from "./words";

const back = { href: "/contacts/import", name: "All imports" };

/** One file's way into the directory. Whoever opens its address goes on where it is. */
export function ImportPage({ id }: { id: string }): ReactNode {
  const { data: one, error, refetch } = useImport(id);
  const upload = useUpload(id);
  if (one === undefined) {
    return (
      <Page
        title="Import"
        back={back}
        headline={error === null ? <Skeleton className="h-9 w-72" /> : "We can't show this import."}
      >
        {error === null ? (
          <SkeletonRows rows={5} label="Reading the import" />
        ) : (
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  }
  const headline = headlineOf(one, upload);
  return (
    <Page title="Import" back={back} headline={headline} act={<Acts one={one} />}>
      <p role="status" className="sr-only">
        {isAtWork(one) ? "" : headline}
      </p>
      <p className="-mt-4 pb-6 text-muted">
        <bdi>{one.file_name}</bdi>
        {typeof one.rows_total === "number" && !isAtWork(one) && `, ${rows(one.rows_total)}`}
      </p>
      {error !== null && (
        <div className="pb-6">
          <ErrorNote
            error={error}
            kept="The import goes on; only this page can't show it."
            act={<Button onClick={() => void refetch()}>Look again</Button>}
          />
        </div>
      )}
      <Stage one={one} upload={upload} />
    </Page>
  );
}

function headlineOf(one: Import, upload: RunningUpload | undefined): string {
  switch (one.stage) {
    case "awaiting_upload":
      return upload === undefined || upload.error !== null
        ? "The file has not come all the way."
        : "Your file is on its way.";
    case "reading":
      return "We are reading your file.";
    case "needs_columns":
      return "Which column is which?";
    case "previewed":
      return previewSentence(one.counts);
    case "refused":
      return "We can’t read this file.";
    case "applying":
      return `${people(willImport(one.counts))} ${willImport(one.counts) === 1 ? "is" : "are"} being imported.`;
    case "applied":
      return appliedSentence(one);
    case "discarded":
      return "This import was discarded.";
  }
}

function Stage({ one, upload }: { one: Import; upload: RunningUpload | undefined }): ReactNode {
  switch (one.stage) {
    case "awaiting_upload":
      return upload === undefined || upload.error !== null ? (
        <MissingFile one={one} upload={upload} />
      ) : (
        <Sending upload={upload} />
      );
    case "reading":
      return (
        <AtWork label="Reading" one={one}>
          You can leave this page; the reading goes on, and the file is listed under Import.
        </AtWork>
      );
    case "needs_columns":
      return (
        <>
          <p className="max-w-[40rem] pb-5 text-muted">
            {one.problem ??
              "We could not tell by the headings alone. Say at least which column is the name and which the mobile number."}
          </p>
          <ImportColumns key={one.version} one={one} />
        </>
      );
    case "previewed":
      return <Preview one={one} />;
    case "refused":
      return <RefusedFile one={one} />;
    case "applying":
      return (
        <AtWork label="Importing" one={one}>
          You can leave this page; the import goes on by itself.
        </AtWork>
      );
    case "applied":
      return <Applied one={one} />;
    case "discarded":
      return <ButtonLink href="/contacts/import">Choose another file</ButtonLink>;
  }
}

function Sending({ upload }: { upload: RunningUpload }): ReactNode {
  const { sent, file } = upload;
  const percent = file.size === 0 ? 0 : Math.round((Math.min(sent, file.size) / file.size) * 100);
  return (
    <div className="max-w-xl">
      <Progress label="Sending" value={sent} total={file.size} text={`${percent} % has gone`} />
      <p className="pt-4 text-muted">Leave this window open until the file has gone.</p>
    </div>
  );
}

function AtWork({ label, one, children }: { label: string; one: Import; children: ReactNode }): ReactNode {
  const total = one.rows_total ?? null;
  const text =
    total === null ? `${rows(one.rows_done)} so far` : `${number(one.rows_done)} of ${rows(total)}`;
  return (
    <div className="max-w-xl">
      <Progress label={label} value={one.rows_done} total={total} text={text} />
      <p className="pt-4 text-muted">{children}</p>
    </div>
  );
}

function Preview({ one }: { one: Import }): ReactNode {
  return (
    <div className="flex flex-col gap-8">
      <p className="max-w-[40rem] text-muted">
        Nothing has changed yet. Look it over, then import it. People who asked not to be texted stay so,
        whatever the file says.
      </p>
      <ImportColumns key={one.version} one={one} folded />
      <ImportRows one={one} />
    </div>
  );
}

function Acts({ one }: { one: Import }): ReactNode {
  const mayChange = useMayChange();
  const apply = useApply(one);
  const discard = useDiscard();
  const [, navigate] = useLocation();
  if (!mayChange || isAtWork(one) || one.stage === "applied" || one.stage === "discarded") return null;
  const count = willImport(one.counts);
  return (
    <div className="flex w-full flex-col gap-3 sm:max-w-80">
      <div className="flex flex-wrap gap-3 sm:justify-end">
        {one.stage === "previewed" && count > 0 && (
          <Button
            kind="primary"
            busy={apply.isPending}
            className="max-sm:flex-1"
            onClick={() => {
              apply.mutate();
            }}
          >
            Import {people(count)}
          </Button>
        )}
        <Button
          kind="quiet"
          disabled={apply.isPending}
          onClick={() => {
            discard(one);
            navigate("/contacts/import");
          }}
        >
          Discard
        </Button>
      </div>
      {apply.error !== null && <ErrorNote error={apply.error} />}
    </div>
  );
}

/** Discards an import in a way that can be undone for some seconds. */
function useDiscard(): (one: Import) => void {
  const api = useApi();
  const client = useQueryClient();
  return ({ id, file_name }) => {
    actLater({
      id,
      text: (
        <>
          <bdi>{file_name}</bdi> discarded.
        </>
      ),
      failure: (
        <>
          <bdi>{file_name}</bdi> was not discarded.
        </>
      ),
      act: async () => {
        await unwrap(api.DELETE("/api/imports/{id}", { params: { path: { id } }, keepalive: true }));
      },
      after: async () => {
        client.removeQueries({ queryKey: ["imports", id] });
        await forgetImports(client);
      },
    });
  };
}
