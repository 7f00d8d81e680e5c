import type { ReactNode } from "react";
import { CalendarDays, List, Plus } from "lucide-react";
import { useLocation } from "wouter";
import type { Reminder } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { Filter, Filters } from "@/components/ui/filters";
import { EmptyNote, ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useGroups } from "@/features/groups/queries";
import { useConfig, useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { useKey } from "@/lib/keyboard";
import { Calendar } from "./calendar";
import { nextOf, nextWords } from "./progress";
import { useReminders } from "./queries";
import { ReminderRow } from "./reminder-row";
import { useRemindersView } from "./view";

/** All reminders, as a list or in a calendar. */
export function RemindersPage(): ReactNode {
  const { reminders, error, refetch } = useReminders();
  const { view, today, change } = useRemindersView();
  const none = reminders?.length === 0;
  return (
    <Page keepsPlace title="Reminders" headline={headline(reminders)} act={<NewButton isFirst={none} />}>
      {error === null && <MeProblem />}
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {reminders === undefined && error === null && <SkeletonRows rows={5} label="Reading your reminders" />}
      {none && <NoneYet />}
      {reminders !== undefined && !none && (
        <>
          <Filters>
            <Filter
              isChosen={view.shows === "list"}
              count={null}
              onChoose={() => {
                change({ shows: "list" });
              }}
            >
              <List aria-hidden className="size-4" /> List
            </Filter>
            <Filter
              isChosen={view.shows === "calendar"}
              count={null}
              onChoose={() => {
                change({ shows: "calendar" });
              }}
            >
              <CalendarDays aria-hidden className="size-4" /> Calendar
            </Filter>
          </Filters>
          {view.shows === "list" ? (
            <ReminderList reminders={reminders} />
          ) : (
            <Calendar
              month={view.month}
              today={today}
              reminders={reminders}
              onMonth={(month) => {
                change({ month });
              }}
            />
          )}
        </>
      )}
    </Page>
  );
}

function headline(reminders: readonly Reminder[] | undefined): string {
  if (reminders === undefined) return "Your reminders.";
  if (reminders.length === 0) return "You have no reminders yet.";
  const next = nextOf(reminders);
  const words = next === undefined ? null : nextWords(next);
  if (words !== null) return `The next reminder goes out ${words}.`;
  return reminders.some(({ status }) => status === "paused")
    ? "Nothing is planned: your reminders are paused."
    : "Nothing is planned: every reminder has gone out.";
}

function ReminderList({ reminders }: { reminders: readonly Reminder[] }): ReactNode {
  const { groups } = useGroups(reminders.some(({ group_ids }) => group_ids !== null));
  return (
    <ul aria-label="Reminders" className="border-t border-hairline">
      {reminders.map((reminder) => (
        <ReminderRow key={reminder.id} reminder={reminder} groups={groups} />
      ))}
    </ul>
  );
}

/** The one act of this page; also under the key n. */
function NewButton({ isFirst }: { isFirst: boolean }): ReactNode {
  const mayChange = useMayChange();
  const [, navigate] = useLocation();
  useKey(
    "n",
    mayChange
      ? () => {
          navigate("/reminders/new");
        }
      : null,
  );
  if (!mayChange) return null;
  return (
    <ButtonLink href="/reminders/new" kind="primary" className="max-sm:w-full">
      <Plus aria-hidden className="size-4" /> {isFirst ? "Make the first reminder" : "Make a reminder"}
    </ButtonLink>
  );
}

function NoneYet(): ReactNode {
  const { church_name } = useConfig();
  return (
    <EmptyNote title="A reminder writes for you, at the right time, again and again">
      Say once when it is to go out, and it does: every Sunday at nine, the first Monday of the month, the day
      before Easter, on each person’s birthday. You see the next ten times before you save it. For example,
      every Saturday at four: “<bdi>{church_name}</bdi>: the service is at ten tomorrow. See you there!”
    </EmptyNote>
  );
}
