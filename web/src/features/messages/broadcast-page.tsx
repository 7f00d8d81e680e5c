import { useEffect, useState, type ReactNode } from "react";
import type { Broadcast } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote, Note, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useMayChange } from "@/features/session/context";
import { isInTheMorning, moment, upcoming, when } from "@/lib/time";
import { people } from "@/lib/words";
import { audienceWords, CallMark, TestMark } from "./broadcast-row";
import { BroadcastPeople } from "./broadcast-people";
import { BroadcastTexts } from "./broadcast-texts";
import {
  canStop,
  costWords,
  headline,
  isHeld,
  isUnderWay,
  lookAgainIn,
  noticeParts,
  unreported,
  waiting,
} from "./progress";
import { useBroadcast, useResume, useStop } from "./queries";
import { ResumeButton, ResumeProblem } from "./resume";
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
  return <Shown broadcast={broadcast} error={error} onLookAgain={() => void refetch()} />;
}

interface ShownProps {
  broadcast: Broadcast;
  /** Why it could not be read anew. */
  error: Error | null;
  onLookAgain: () => void;
}

function Shown({ broadcast, error, onLookAgain }: ShownProps): ReactNode {
  const resume = useResume(broadcast.id);
  return (
    <Page
      title="Message"
      headline={headline(broadcast)}
      back={{ href: "/messages", name: "All messages" }}
      act={
        <>
          <ResumeButton broadcast={broadcast} resume={resume} />
          <StopButton broadcast={broadcast} />
        </>
      }
    >
      <div className="flex flex-col gap-8">
        <div className="flex flex-col gap-3">
          {hasBegun(broadcast) && <ProgressBar broadcast={broadcast} />}
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <StateMark broadcast={broadcast} />
            <span className="text-muted">
              {broadcast.is_test && <TestMark />}
              {broadcast.message_type === "voice" && <CallMark />}
              {audienceWords(broadcast)} · {hasBegun(broadcast) ? "sent" : "written"} by{" "}
              <bdi>{broadcast.created_by}</bdi>,{" "}
              <time title={moment(broadcast.created_at)}>{when(broadcast.created_at)}</time>
            </span>
          </p>
          <Cost broadcast={broadcast} />
          <Notice broadcast={broadcast} />
          <ResumeProblem error={resume.error} />
          <Held broadcast={broadcast} />
          <Announcer broadcast={broadcast} />
          {error !== null && (
            <ErrorNote
              error={error}
              kept="Sending goes on; only this page can't show it."
              act={<Button onClick={onLookAgain}>Look again</Button>}
            />
          )}
          <Patience broadcast={broadcast} />
        </div>
        <BroadcastTexts broadcast={broadcast} />
        <BroadcastPeople broadcast={broadcast} />
      </div>
    </Page>
  );
}

function hasBegun({ status }: Broadcast): boolean {
  return status !== "scheduled" && status !== "refused";
}

/** What it takes and what it costs, and when the last text will be out. */
function Cost({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const words = costWords(broadcast);
  if (words === null) return null;
  return <p className="figures text-muted">{words}</p>;
}

/** What the first line leaves unsaid about a paused or refused message: what it means, and what to do. */
function Notice({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const { rest } = noticeParts(broadcast);
  const isStuck = broadcast.status === "paused" || broadcast.status === "refused";
  return isStuck && rest !== null ? <Note tone="candle">{rest}</Note> : null;
}

/** Some are on their way, and others wait: both are said. */
function Held({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const { status, release_at } = broadcast;
  if (status !== "sending" || release_at === null || isHeld(broadcast)) return null;
  const time = upcoming(release_at);
  return (
    <Note>
      {isInTheMorning(release_at)
        ? `Some texts wait for the morning. The next go out ${time}.`
        : `Some texts wait for their time. The next go out ${time}.`}
    </Note>
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
  if (look === false || look < 10_000 || unreported(broadcast.counts) === 0) return null;
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
  const act = broadcast.status === "scheduled" ? "Don't send it" : "Stop sending";
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
        {act}
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
                {broadcast.status === "sending" ? "Go on sending" : "Keep it"}
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
                {act}
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
