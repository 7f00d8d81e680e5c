import { useState, type ReactNode } from "react";
import { Pencil, Trash2 } from "lucide-react";
import { useLocation } from "wouter";
import { useQueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Group } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { actLater } from "@/components/ui/undo";
import { forgetLists } from "@/features/contacts/queries";
import { useApi, useMayChange } from "@/features/session/context";
import { AddPeople } from "./add-people";
import { EditGroupDialog } from "./edit-group-dialog";
import { GroupMembers } from "./group-members";
import { forgetGroups, useGroup, useGroupSize } from "./queries";
import { groupSentence, sizeWords } from "./rule";

export function GroupPage({ id }: { id: string }): ReactNode {
  const { data: group, error, refetch } = useGroup(id);
  const back = { href: "/contacts/groups", name: "All groups" };
  if (group === undefined) {
    return (
      <Page
        title="Group"
        back={back}
        headline={error === null ? <Skeleton className="h-9 w-72" /> : "We can't show this group."}
      >
        {error === null ? (
          <SkeletonRows rows={5} label="Reading the group" />
        ) : (
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  }
  return (
    <Page title={group.name} back={back} headline={<Headline group={group} />} act={<Acts group={group} />}>
      <p className="max-w-[40rem] pb-6 text-muted">
        {groupSentence(group)}. A message to this group goes to whoever is in it when the message goes out.
      </p>
      <GroupMembers group={group} />
    </Page>
  );
}

/** "34 people are in Choir." */
function Headline({ group }: { group: Group }): ReactNode {
  const { data: size } = useGroupSize(group.id);
  const name = <bdi>{group.name}</bdi>;
  if (size === undefined) return name;
  if (size.people === 0 && size.is_complete) return <>Nobody is in {name} yet.</>;
  const words = sizeWords(size);
  return (
    <>
      {words.charAt(0).toUpperCase() + words.slice(1)} {size.people === 1 ? "is" : "are"} in {name}.
    </>
  );
}

function Acts({ group }: { group: Group }): ReactNode {
  const mayChange = useMayChange();
  const [isEditing, setEditing] = useState(false);
  const remove = useDeleteGroup();
  const [, navigate] = useLocation();
  if (!mayChange) return null;
  return (
    <>
      {group.kind === "static" && <AddPeople group={group} />}
      <Button
        className="max-sm:flex-1"
        onClick={() => {
          setEditing(true);
        }}
      >
        <Pencil aria-hidden className="size-4" /> {group.kind === "static" ? "Rename" : "Change"}
      </Button>
      <Button
        kind="danger"
        className="max-sm:flex-1"
        onClick={() => {
          remove(group);
          navigate("/contacts/groups");
        }}
      >
        <Trash2 aria-hidden className="size-4" /> Delete
      </Button>
      {isEditing && (
        <EditGroupDialog
          group={group}
          onClose={() => {
            setEditing(false);
          }}
        />
      )}
    </>
  );
}

/** Deletes a group in a way that can be undone for some seconds. Its people stay. */
function useDeleteGroup(): (group: Group) => void {
  const api = useApi();
  const client = useQueryClient();
  return ({ id, name }) => {
    actLater({
      id,
      text: (
        <>
          <bdi>{name}</bdi> deleted. Its people stay.
        </>
      ),
      failure: (
        <>
          <bdi>{name}</bdi> was not deleted.
        </>
      ),
      act: async () => {
        await unwrap(api.DELETE("/api/groups/{id}", { params: { path: { id } }, keepalive: true }));
      },
      after: async () => {
        await forgetGroups(client);
        await forgetLists(client);
      },
    });
  };
}
