import { useEffect, useState, type ReactNode } from "react";
import type { Broadcast } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote, Note, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useMayChange } from "@/features/session/context";
import { moment, when } from "@/lib/time";
import { people } from "@/lib/words";
import { audienceWords } from "./broadcast-row";
import { BroadcastPeople } from "./broadcast-people";
import { canStop, headline, isUnderWay, lookAgainIn, unreported, waiting } from "./progress";
import { useBroadcast, useStop } from "./queries";
import { ProgressBar, StateMark } from "./status-mark";
import { StopIcon } from "./status";

/** One message on its way: how far it has come, and each person's own state. */
export function BroadcastPage({ id }: { id: string }): ReactNode {
  const { data: broadcast, error, refetch } = useBroadcast(id);
  if (broadcast === undefined) {
    return (
      <Page
        title="Message"
        headline={error === null ? <Skeleton className="h-9 w-72" /> : "We can't show this message."}
      >
        {error === null ? (
          <SkeletonRows rows={5} label="Reading the message" />
        ) : (
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title="Message"
      headline={headline(broadcast)}
      back={{ href: "/messages", name: "All messages" }}
      act={<StopButton broadcast={broadcast} />}
    >
      <div className="flex flex-col gap-8">
        <div className="flex flex-col gap-3">
          <ProgressBar broadcast={broadcast} />
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <StateMark broadcast={broadcast} />
            <span className="text-muted">
              {audienceWords(broadcast)} · sent by <bdi>{broadcast.created_by}</bdi>,{" "}
              <time title={moment(broadcast.created_at)}>{when(broadcast.created_at)}</time>
            </span>
          </p>
          <Announcer broadcast={broadcast} />
          {error !== null && (
            <ErrorNote
              error={error}
              kept="Sending goes on; only this page can't show it."
              act={<Button onClick={() => void refetch()}>Look again</Button>}
            />
          )}
          <Patience broadcast={broadcast} />
        </div>
        <blockquote
          dir="auto"
          className="w-fit max-w-[40rem] rounded-[1.15rem] rounded-es-[0.3rem] bg-sunken px-4 py-3 break-words whitespace-pre-wrap"
        >
          {broadcast.content}
        </blockquote>
        <BroadcastPeople broadcast={broadcast} />
      </div>
    </Page>
  );
}

/** Reads progress out now and then rather than at every number, and always at the end. */
function Announcer({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const line = headline(broadcast);
  const ended = !isUnderWay(broadcast);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(
      () => {
        setSaid(line);
      },
      ended ? 0 : 5000,
    );
    return () => {
      clearTimeout(timer);
    };
    // While it moves, the line of five seconds ago is as good as any: it restarts only when it ends.
  }, [line, ended]);
  return (
    <span role="status" className="sr-only">
      {said}
    </span>
  );
}

/** Some phone companies never report; saying so is kinder than a bar that stands still. */
function Patience({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 30_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const look = lookAgainIn(broadcast, now);
  if (look === false && unreported(broadcast.counts) > 0) {
    return (
      <Note>
        Some texts never had a last report. Not every phone company sends one; most of these have arrived all
        the same.
      </Note>
    );
  }
  if (look === false || look < 10_000) return null;
  return (
    <Note>
      Some texts have had no report for a while. Not every phone company sends one; most of these have arrived
      all the same. This page looks again by itself.
    </Note>
  );
}

function StopButton({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const mayChange = useMayChange();
  const stop = useStop(broadcast.id);
  const [asking, setAsking] = useState(false);
  const left = waiting(broadcast);
  if (!mayChange || (!canStop(broadcast) && !asking)) return null;
  const close = (): void => {
    setAsking(false);
    stop.reset();
  };
  return (
    <>
      <Button
        kind="danger"
        className="max-sm:w-full"
        onClick={() => {
          setAsking(true);
        }}
      >
        <StopIcon aria-hidden className="size-4" />
        Stop sending
      </Button>
      {asking && (
        <Dialog title={stopTitle(broadcast, left)} onClose={close}>
          <div className="flex flex-col gap-5">
            <p aria-live="polite" className="text-muted">
              {canStop(broadcast)
                ? "Those who have it already keep it. What you stop can't be started again."
                : "There is nobody left to stop it for."}
            </p>
            {stop.error !== null && <ErrorNote error={stop.error} />}
            <div className="flex flex-wrap-reverse justify-end gap-3">
              <Button onClick={close} disabled={stop.isPending} className="max-sm:w-full">
                Go on sending
              </Button>
              <Button
                kind="danger"
                busy={stop.isPending}
                disabled={!canStop(broadcast)}
                className="max-sm:w-full"
                onClick={() => {
                  stop.mutate(undefined, { onSuccess: close });
                }}
              >
                Stop sending
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}

function stopTitle(broadcast: Broadcast, left: number): string {
  if (broadcast.recipients === null) return "Stop before it goes out?";
  if (left === 0) return "Everyone's text has gone out.";
  return `Stop now? ${people(left)} will not get it.`;
}
