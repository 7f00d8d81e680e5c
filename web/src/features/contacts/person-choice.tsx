import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import type { ChosenPerson } from "./people-picker";
import { PeopleSearch } from "./people-search";

interface PersonChoiceProps {
  title: string;
  /** What the choice is for. */
  children: ReactNode;
  onChoose: (person: ChosenPerson) => void;
  onClose: () => void;
}

/** Asks for one person of the directory. */
export function PersonChoice({ title, children, onChoose, onClose }: PersonChoiceProps): ReactNode {
  const { default_region } = useConfig();
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="flex flex-col gap-5">
        <p className="text-muted">{children}</p>
        <PeopleSearch
          row={({ id, name, phone }) => (
            <button
              type="button"
              className="flex min-h-11 w-full items-center gap-3 px-3 py-1.5 text-start hover:bg-sunken focus-visible:-outline-offset-2"
              onClick={() => {
                onChoose({ id, name });
              }}
            >
              <span className="min-w-0 flex-1 truncate">
                <bdi>{name}</bdi>
              </span>
              <span className="figures text-sm text-muted">{formatPhone(phone, default_region)}</span>
            </button>
          )}
        />
        <Button className="self-end max-sm:w-full" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </Dialog>
  );
}
