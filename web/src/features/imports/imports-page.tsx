import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Import } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Note, SkeletonRows } from "@/components/ui/notes";
import { Page, Section } from "@/components/ui/page";
import { Mark } from "@/features/messages/status-mark";
import { useMayChange, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { usePutOff } from "@/lib/later";
import { moment, when } from "@/lib/time";
import { rows } from "@/lib/words";
import { FileChoice } from "./file-choice";
import { useImports } from "./queries";
import { stageLooks } from "./words";

export function ImportsPage(): ReactNode {
  const me = useMe();
  const mayChange = useMayChange();
  return (
    <Page
      title="Import"
      headline="Bring the spreadsheet that you have."
      back={{ href: "/contacts", name: "All contacts" }}
    >
      <MeProblem />
      {me !== undefined && !mayChange && (
        <Note>Your account can look, but not import. Ask an administrator of your church.</Note>
      )}
      <div className="grid gap-x-14 gap-y-10 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-10">
          {mayChange && <FileChoice />}
          <RecentImports />
        </div>
        <Teaching />
      </div>
    </Page>
  );
}

function Teaching(): ReactNode {
  return (
    <aside aria-label="How it works" className="flex flex-col gap-4 text-muted max-lg:order-first">
      <p>
        You see row by row what would happen, and{" "}
        <strong className="font-semibold text-ink">nothing changes</strong> before you say so.
      </p>
      <p className="max-sm:hidden">
        The columns can have any order. What we look for first are a <em>name</em> and a{" "}
        <em>mobile number</em>; a language, an address, a birthday or groups come along if they are there.
      </p>
      <p>People who asked not to be texted stay so, whatever the file says.</p>
    </aside>
  );
}

function RecentImports(): ReactNode {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useImports();
  const pending = usePutOff();
  const imports = (data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ id, stage }) => !pending.has(id) && stage !== "discarded");
  if (data !== undefined && imports.length === 0 && !hasNextPage) return null;
  return (
    <Section title="Recent imports">
      {isPending && <SkeletonRows rows={3} label="Reading the imports" />}
      {error !== null && (
        <div className="pt-4">
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        </div>
      )}
      <ul aria-label="Recent imports">
        {imports.map((one) => (
          <ImportLine key={one.id} one={one} />
        ))}
      </ul>
      {hasNextPage && (
        <Button kind="quiet" busy={isFetchingNextPage} className="mt-2" onClick={() => void fetchNextPage()}>
          Show earlier
        </Button>
      )}
    </Section>
  );
}

function ImportLine({ one }: { one: Import }): ReactNode {
  return (
    <li className="border-b border-hairline">
      <Link
        href={`/contacts/import/${one.id}`}
        className="-mx-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-0.5 rounded-md px-3 py-3 hover:bg-sunken"
      >
        <span className="min-w-0">
          <bdi className="block truncate font-medium">{one.file_name}</bdi>
          <span className="block text-sm text-muted">
            {typeof one.rows_total === "number" && `${rows(one.rows_total)} · `}
            <time title={moment(one.created_at)}>{when(one.created_at)}</time> by <bdi>{one.created_by}</bdi>
          </span>
        </span>
        <span className="text-sm">
          <Mark {...stageLooks[one.stage]} />
        </span>
      </Link>
    </li>
  );
}
