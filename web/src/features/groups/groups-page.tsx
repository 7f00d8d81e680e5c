import type { ReactNode } from "react";
import { ListFilter, Plus, UsersRound } from "lucide-react";
import { Link } from "wouter";
import type { Group } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyNote, ErrorNote, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { number } from "@/lib/words";
import { useGroups, useGroupSize } from "./queries";
import { groupSentence, sizeWords } from "./rule";

export function GroupsPage(): ReactNode {
  const { groups, isComplete, error, retry } = useGroups();
  const mayChange = useMayChange();
  const none = isComplete && groups.length === 0;
  return (
    <Page
      keepsPlace
      title="Groups"
      headline={headline(isComplete ? groups.length : null)}
      back={{ href: "/contacts", name: "All contacts" }}
      act={
        mayChange && (
          <ButtonLink
            href="/contacts/groups/new"
            kind={none ? "primary" : "secondary"}
            className="max-sm:w-full"
          >
            <Plus aria-hidden className="size-4" /> Make a group
          </ButtonLink>
        )
      }
    >
      {error === null && <MeProblem />}
      {error !== null && <ErrorNote error={error} act={<Button onClick={retry}>Try again</Button>} />}
      {!isComplete && error === null && <SkeletonRows rows={5} label="Reading your groups" />}
      {none && (
        <EmptyNote title="A group saves choosing the same people again">
          Put people into it one by one, like the choir, or describe them and let the group find them:{" "}
          <em>people in Katy or Richmond who read Spanish</em>. A message to a group goes to whoever is in it
          when the message goes out.
        </EmptyNote>
      )}
      {groups.length > 0 && (
        <>
          <ul aria-label="Groups" className="border-t border-hairline">
            {groups.map((group) => (
              <GroupRow key={group.id} group={group} />
            ))}
          </ul>
          <p className="pt-5 text-sm text-muted">
            A message to a group goes to whoever is in it when the message goes out.
          </p>
        </>
      )}
    </Page>
  );
}

function headline(count: number | null): string {
  if (count === null) return "Your groups.";
  if (count === 0) return "You have no groups yet.";
  return count === 1 ? "You have one group." : `You have ${number(count)} groups.`;
}

function GroupRow({ group }: { group: Group }): ReactNode {
  const Icon = group.kind === "rule" ? ListFilter : UsersRound;
  return (
    <li className="border-b border-hairline">
      <Link
        href={`/contacts/groups/${group.id}`}
        className="-mx-3 flex items-center gap-4 rounded-md px-3 py-3 transition-colors duration-100 hover:bg-sunken"
      >
        <Icon aria-hidden className="size-5 shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">
            <bdi>{group.name}</bdi>
          </span>
          <span className="block text-sm text-muted">{groupSentence(group)}</span>
        </span>
        <span className="figures shrink-0 text-sm text-muted">
          <Size id={group.id} />
        </span>
      </Link>
    </li>
  );
}

function Size({ id }: { id: string }): ReactNode {
  const { data, isError } = useGroupSize(id);
  if (data === undefined) return isError ? "" : <Skeleton className="h-4 w-16" />;
  return sizeWords(data);
}
