import { useState, type ReactNode } from "react";
import { UserRound, UsersRound, Waypoints, X } from "lucide-react";
import { ChoiceCard } from "@/components/ui/choice-card";
import { PeoplePicker, type ChosenPerson } from "@/features/contacts/people-picker";
import { AudienceRefusal } from "./audience-refusal";
import { mostChosen, type ChosenAudience } from "./draft";
import { GroupsPicker } from "./groups-picker";

interface AudienceFieldProps {
  draft: ChosenAudience;
  change: (part: Partial<ChosenAudience>) => void;
  /** Why the people could not be counted or texted, if they could not. */
  refusal: Error | null;
  /** The people that were refused have been left out. */
  onMended: () => void;
}

const activePeople = { active: true };

/** For whom it is: everyone, groups, or people chosen one by one. */
export function AudienceField({ draft, change, refusal, onMended }: AudienceFieldProps): ReactNode {
  const [picking, setPicking] = useState(false);
  const choose = (chosen: readonly ChosenPerson[]): void => {
    change({ chosen });
  };
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 font-semibold">To</legend>
      <div className="grid grid-cols-3 gap-2 sm:max-w-xl">
        <ChoiceCard
          group="to"
          compact
          name="Everyone"
          Icon={UsersRound}
          checked={draft.to === "everyone"}
          onChoose={() => {
            change({ to: "everyone" });
          }}
        />
        <ChoiceCard
          group="to"
          compact
          name="Groups"
          Icon={Waypoints}
          checked={draft.to === "groups"}
          onChoose={() => {
            change({ to: "groups" });
          }}
        />
        <ChoiceCard
          group="to"
          compact
          name="Chosen people"
          Icon={UserRound}
          checked={draft.to === "chosen"}
          onChoose={() => {
            change({ to: "chosen" });
            setPicking(draft.chosen.length === 0);
          }}
        />
      </div>
      {draft.to === "groups" && (
        <div className="flex flex-col gap-3 pt-3">
          <AudienceRefusal
            error={refusal}
            field="group_ids"
            chosen={draft.groups}
            onLeaveOut={(gone) => {
              change({ groups: draft.groups.filter((group) => !gone.includes(group)) });
              onMended();
            }}
          />
          <GroupsPicker
            chosen={draft.groups}
            onChange={(groups) => {
              change({ groups });
            }}
          />
        </div>
      )}
      {draft.to === "chosen" && (
        <div className="flex flex-col gap-3 pt-3">
          <ChosenPeople chosen={draft.chosen} onChange={choose} />
          <AudienceRefusal
            error={refusal}
            field="contact_ids"
            chosen={draft.chosen}
            onLeaveOut={(gone) => {
              choose(draft.chosen.filter((person) => !gone.includes(person)));
              onMended();
            }}
          />
          {picking || draft.chosen.length === 0 ? (
            <PeoplePicker
              chosen={draft.chosen}
              most={mostChosen}
              among={activePeople}
              onChange={choose}
              onDone={
                draft.chosen.length === 0
                  ? null
                  : () => {
                      setPicking(false);
                    }
              }
            />
          ) : (
            <button
              type="button"
              className="min-h-11 self-start font-medium text-accent underline-offset-4 hover:underline"
              onClick={() => {
                setPicking(true);
              }}
            >
              Choose more people
            </button>
          )}
        </div>
      )}
    </fieldset>
  );
}

interface ChosenPeopleProps {
  chosen: readonly ChosenPerson[];
  onChange: (chosen: readonly ChosenPerson[]) => void;
}

function ChosenPeople({ chosen, onChange }: ChosenPeopleProps): ReactNode {
  if (chosen.length === 0) return null;
  return (
    <ul aria-label="Chosen people" className="flex flex-wrap gap-2">
      {chosen.map((person) => (
        <li key={person.id} className="flex max-w-full items-center rounded-md bg-sunken ps-3">
          <span className="truncate">
            <bdi>{person.name}</bdi>
          </span>
          <button
            type="button"
            aria-label={`Leave ${person.name} out`}
            className="flex size-11 shrink-0 items-center justify-center text-muted hover:text-ink"
            onClick={() => {
              onChange(chosen.filter((other) => other.id !== person.id));
            }}
          >
            <X aria-hidden className="size-4" />
          </button>
        </li>
      ))}
    </ul>
  );
}
