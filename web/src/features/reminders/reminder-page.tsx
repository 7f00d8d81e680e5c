import { useState, type ReactNode } from "react";
import { SkipForward } from "lucide-react";
import type { Reminder } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page, Section } from "@/components/ui/page";
import { useGroups } from "@/features/groups/queries";
import { useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { languageName } from "@/lib/languages";
import { moment, when } from "@/lib/time";
import { zoneName } from "@/lib/time-zones";
import { todayIn } from "@/lib/zoned-time";
import { audienceWords } from "./audience";
import { History } from "./history";
import { headline } from "./progress";
import { useReminder, useUpcoming } from "./queries";
import { Acts, useSkipNext } from "./reminder-acts";
import { endWords, ruleWords } from "./rule";
import { StatusOf } from "./reminder-row";
import { Times } from "./times";

/** Times that are shown at first, so that what has gone out is not far below. */
const fewTimes = 4;

/** One reminder: when it comes, what it says to whom, and how each time went. */
export function ReminderPage({ id }: { id: string }): ReactNode {
  const { data: reminder, error, refetch } = useReminder(id);
  const back = { href: "/reminders", name: "All reminders" };
  if (reminder === undefined) {
    return (
      <Page
        title="Reminder"
        back={back}
        headline={error === null ? <Skeleton className="h-9 w-72" /> : "We can't show this reminder."}
      >
        {error === null ? (
          <SkeletonRows rows={5} label="Reading the reminder" />
        ) : (
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  }
  const today = todayIn(reminder.time_zone);
  return (
    <Page
      title={reminder.name}
      back={back}
      headline={
        <>
          <bdi>{reminder.name}</bdi> {headline(reminder)}
        </>
      }
    >
      {error === null ? (
        <MeProblem />
      ) : (
        <ErrorNote
          error={error}
          kept="It goes out all the same; only this page can't show it."
          act={<Button onClick={() => void refetch()}>Look again</Button>}
        />
      )}
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 pb-5 text-lg">
        <span>
          {ruleWords(reminder)}
          {endWords(reminder, today)}
        </span>
        <span className="text-base">
          <StatusOf reminder={reminder} />
        </span>
      </p>
      <Acts reminder={reminder} />
      <div className="grid gap-x-14 gap-y-10 pt-9 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex min-w-0 flex-col gap-10">
          <Upcoming reminder={reminder} />
          <History reminder={reminder} />
        </div>
        <div className="flex min-w-0 flex-col gap-10">
          <Message reminder={reminder} />
          <Facts reminder={reminder} />
        </div>
      </div>
    </Page>
  );
}

function Upcoming({ reminder }: { reminder: Reminder }): ReactNode {
  const { data, error, refetch } = useUpcoming(reminder);
  const mayChange = useMayChange();
  const skip = useSkipNext(reminder);
  const [showsAll, setShowsAll] = useState(false);
  const isPaused = reminder.status === "paused";
  const times = data?.items ?? [];
  const isCut = !showsAll && times.length > fewTimes + 1;
  const nextDate = reminder.next_occurrence?.date;
  return (
    <Section title={isPaused ? "Would come next" : "Coming next"}>
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {skip.error !== null && <ErrorNote error={skip.error} />}
      {data === undefined && error === null && <SkeletonRows rows={4} label="Working out the next times" />}
      {data !== undefined && times.length === 0 && (
        <p className="py-4 text-muted">Nothing is to come any more.</p>
      )}
      {times.length > 0 && (
        <Times
          label="Coming next"
          times={isCut ? times.slice(0, fewTimes) : times}
          zone={reminder.time_zone}
          act={({ date }) =>
            mayChange &&
            date === nextDate && (
              <Button
                kind="quiet"
                busy={skip.isPending}
                className="-my-1.5 px-3!"
                onClick={() => {
                  skip.run(date);
                }}
              >
                {!skip.isPending && <SkipForward aria-hidden className="size-4 rtl:rotate-180" />}
                <span>
                  Skip<span className="max-sm:sr-only"> this one</span>
                </span>
              </Button>
            )
          }
        />
      )}
      {isCut && (
        <Button
          kind="quiet"
          className="-ms-3 px-3!"
          onClick={() => {
            setShowsAll(true);
          }}
        >
          Show the next {times.length}
        </Button>
      )}
    </Section>
  );
}

function Message({ reminder }: { reminder: Reminder }): ReactNode {
  const { language, message_content, translations } = reminder;
  const texts = [[language, message_content] as const, ...Object.entries(translations)];
  return (
    <Section title="What it says">
      <dl className="flex flex-col gap-4 pt-4">
        {texts.map(([tag, text]) => (
          <div key={tag}>
            <dt className="pb-1 text-sm text-muted">{languageName(tag)}</dt>
            <dd
              lang={tag}
              dir="auto"
              className="w-fit max-w-full rounded-[1.15rem] rounded-es-[0.3rem] bg-sunken px-3.5 py-2 break-words whitespace-pre-wrap"
            >
              {text}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Facts({ reminder }: { reminder: Reminder }): ReactNode {
  const { groups } = useGroups(reminder.group_ids !== null);
  const { skip_holidays, purpose, time_zone, schedule_type } = reminder;
  return (
    <Section title="How it goes out">
      <dl>
        <Fact name="To">
          <bdi>{audienceWords(reminder, groups)}</bdi>
        </Fact>
        <Fact name="Time zone">
          {schedule_type === "birthday" ? "Each person’s own" : zoneName(time_zone)}
        </Fact>
        {skip_holidays && <Fact name="Holidays">Left out</Fact>}
        {purpose === "solicitation" && <Fact name="For">Asks for money</Fact>}
        <Fact name="Last changed">
          <time title={moment(reminder.updated_at)}>{when(reminder.updated_at)}</time>, by{" "}
          <bdi className="break-all">{reminder.created_by}</bdi>
        </Fact>
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3 border-b border-hairline py-2.5">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
