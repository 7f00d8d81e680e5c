import type { ReactNode } from "react";
import { CircleHelp, CircleX } from "lucide-react";
import { Link } from "wouter";
import type { AuditEntry } from "@/api/types";
import { Button } from "@/components/ui/button";
import { More } from "@/components/ui/more";
import { EmptyNote, ErrorNote, Note, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useIsAdmin, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { moment, when } from "@/lib/time";
import { useAudit } from "./queries";

const frame = { title: "Audit", back: { href: "/settings", name: "Settings" } };

/** Who did what, and when: what touches everybody, money, or somebody's wish not to be texted. */
export function AuditPage(): ReactNode {
  const isKnown = useMe() !== undefined;
  const isAdmin = useIsAdmin();
  if (!isKnown) {
    return (
      <Page {...frame} headline="Who did what, and when.">
        <MeProblem />
      </Page>
    );
  }
  if (!isAdmin) {
    return (
      <Page {...frame} headline="Only administrators see who did what.">
        <Note>Ask an administrator of your church if you need to know.</Note>
      </Page>
    );
  }
  return <Audit />;
}

function Audit(): ReactNode {
  const audit = useAudit();
  const { entries, error, isPending, hasNextPage } = audit;
  const isEmpty = !isPending && error === null && entries.length === 0 && !hasNextPage;
  return (
    <Page {...frame} headline={isEmpty ? "Nothing has been noted yet." : "Who did what, and when."}>
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void audit.refetch()}>Try again</Button>} />
      )}
      {(isPending || audit.isLookingFurther) && <SkeletonRows rows={6} label="Reading what was done" />}
      {isEmpty && (
        <EmptyNote title="What matters is noted here">
          What goes out to many at night, what is changed in the settings, who stopped texts to whom: each
          with who did it and when. Nobody can change or delete it. For example:{" "}
          <em>ruth@example.org sent an emergency message</em>.
        </EmptyNote>
      )}
      {entries.length > 0 && (
        <ol aria-label="What was done" className="max-w-[46rem] border-t border-hairline">
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {hasNextPage && !audit.isLookingFurther && (
        <More busy={audit.isFetchingNextPage} onMore={() => void audit.fetchNextPage()} />
      )}
    </Page>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }): ReactNode {
  const { at, by, action_text, subject_id, outcome } = entry;
  const subject = subjectLink(subject_id);
  return (
    <li className="flex flex-col gap-0.5 border-b border-hairline py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-5">
        <span className="font-medium">{action_text}</span>
        <time className="text-sm text-muted" dateTime={at} title={moment(at)}>
          {when(at)}
        </time>
      </p>
      <p className="flex flex-wrap gap-x-4 text-sm text-muted">
        <span>
          by <bdi>{by}</bdi>
        </span>
        {subject !== null && (
          <Link href={subject.href} className="text-accent underline-offset-4 hover:underline">
            {subject.name}
          </Link>
        )}
      </p>
      <Outcome outcome={outcome} />
    </li>
  );
}

/** That something was done needs no word; that it was not, or may not have been, does. */
function Outcome({ outcome }: { outcome: AuditEntry["outcome"] }): ReactNode {
  if (outcome === "done") return null;
  const { Icon, words, look } =
    outcome === "refused"
      ? { Icon: CircleX, words: "Turned down: nothing was changed.", look: "text-bad-ink" }
      : { Icon: CircleHelp, words: "It is not certain that it happened.", look: "text-candle-ink" };
  return (
    <p className={`flex items-center gap-1.5 text-sm ${look}`}>
      <Icon aria-hidden className="size-4 shrink-0" /> {words}
    </p>
  );
}

/** Where what it was done to can be seen, by the beginning of its id; null where there is no such page. */
function subjectLink(id: string | null): { href: string; name: string } | null {
  if (id?.startsWith("brc_")) return { href: `/messages/${id}`, name: "See the message" };
  if (id?.startsWith("con_")) return { href: `/contacts/${id}`, name: "See the contact" };
  if (id?.startsWith("thr_")) return { href: `/inbox/${id}`, name: "See the conversation" };
  return null;
}
