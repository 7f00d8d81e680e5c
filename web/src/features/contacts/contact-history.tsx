import type { ReactNode } from "react";
import { Link } from "wouter";
import type { HistoryChange, HistoryMessage } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { reasonOf } from "@/features/messages/reason";
import { StatusMark } from "@/features/messages/status-mark";
import { moment, when } from "@/lib/time";
import { FieldChanges } from "./field-changes";
import { PanelPart } from "./panel";
import { useHistory } from "./person-queries";

/** All that was sent to a person and all that was changed about them, newest first. */
export function ContactHistory({ id }: { id: string }): ReactNode {
  const history = useHistory(id);
  const { data, error, isPending, hasNextPage, isLookingFurther, refetch } = history;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <PanelPart title="History">
      {isPending && <SkeletonRows rows={3} label="Reading the history" />}
      {error !== null && (
        <div className="pt-4">
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        </div>
      )}
      {data !== undefined && items.length === 0 && !hasNextPage && (
        <p className="py-4 text-muted">
          Nothing yet. What is sent to this person, and what is changed here, will be listed with who did it.
        </p>
      )}
      <ol aria-label="History">
        {items.map((item) => (
          <li key={item.id} className="border-b border-hairline py-3">
            {item.message !== null && <SentMessage at={item.at} message={item.message} />}
            {item.change !== null && <Change at={item.at} change={item.change} />}
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button
          kind="quiet"
          busy={history.isFetchingNextPage}
          className="mt-2"
          onClick={() => void history.fetchNextPage()}
        >
          {isLookingFurther ? "Looking further…" : "Show earlier"}
        </Button>
      )}
    </PanelPart>
  );
}

function When({ at }: { at: string }): ReactNode {
  return (
    <time className="text-sm text-muted" title={moment(at)}>
      {when(at)}
    </time>
  );
}

function SentMessage({ at, message }: { at: string; message: HistoryMessage }): ReactNode {
  const reason = reasonOf(message);
  return (
    <>
      <p className="flex flex-wrap items-center justify-between gap-x-4 text-sm">
        <StatusMark status={message.status} type={message.message_type} />
        <When at={at} />
      </p>
      <Link
        href={`/messages/${message.broadcast_id}`}
        className="block min-h-6 rounded pt-1 underline-offset-4 hover:underline"
      >
        <span dir="auto" className="line-clamp-3 break-words whitespace-pre-line">
          {message.content}
        </span>
      </Link>
      {reason !== null && <p className="pt-1 text-sm text-muted">{reason}</p>}
    </>
  );
}

const actions = {
  created: "Added",
  changed: "Changed",
  opted_out: "Texts stopped",
  opted_in: "Texts allowed again",
  calls_opted_out: "Calls stopped",
  calls_opted_in: "Calls allowed again",
} as const;

function Change({ at, change }: { at: string; change: HistoryChange }): ReactNode {
  const { action, actor, source, import_id, reason, changes } = change;
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{actions[action]}</span>
        <When at={at} />
      </p>
      <p className="text-sm break-words text-muted">
        by <bdi>{actor}</bdi>
        {source === "import" && (
          <>
            , in{" "}
            {import_id ? (
              <Link href={`/contacts/import/${import_id}`} className="underline underline-offset-4">
                an import
              </Link>
            ) : (
              "an import"
            )}
          </>
        )}
      </p>
      {reason && (
        <p dir="auto" className="pt-1 text-sm">
          “{reason}”
        </p>
      )}
      {action !== "created" && changes.length > 0 && (
        <div className="pt-1.5">
          <FieldChanges changes={changes} />
        </div>
      )}
    </>
  );
}
