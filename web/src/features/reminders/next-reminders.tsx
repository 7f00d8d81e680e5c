import type { ReactNode } from "react";
import { Link } from "wouter";
import { Section } from "@/components/ui/page";
import { nextWords } from "./progress";
import { useReminders } from "./queries";

const shownCount = 3;

/** Home's look ahead: what goes out next by itself. Nothing where nothing is planned. */
export function NextReminders(): ReactNode {
  const { reminders } = useReminders();
  const next = reminders?.filter(({ next_occurrence }) => next_occurrence !== null) ?? [];
  if (next.length === 0) return null;
  return (
    <Section title="Next reminders">
      <ul aria-label="Next reminders">
        {next.slice(0, shownCount).map((reminder) => (
          <li key={reminder.id} className="border-b border-hairline">
            <Link
              href={`/reminders/${reminder.id}`}
              className="-mx-2 block rounded-md px-2 py-2 transition-colors duration-100 hover:bg-sunken"
            >
              <bdi className="block truncate">{reminder.name}</bdi>
              <span className="block text-sm text-muted">Goes out {nextWords(reminder)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <Link
        href="/reminders"
        className="inline-flex min-h-11 items-center text-accent underline-offset-4 hover:underline"
      >
        See reminders
      </Link>
    </Section>
  );
}
