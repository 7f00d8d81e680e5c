import { useState, type ReactNode } from "react";
import { UserRound, UsersRound, X } from "lucide-react";
import { AudienceRefusal } from "./audience-refusal";
import type { ChosenPerson, Draft } from "./draft";
import { PeoplePicker } from "./people-picker";

interface AudienceFieldProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** Why the people could not be counted or texted, if they could not. */
  refusal: Error | null;
  /** The people that were refused have been left out. */
  onMended: () => void;
}

/** For whom it is: everyone, or people chosen one by one. */
export function AudienceField({ draft, change, refusal, onMended }: AudienceFieldProps): ReactNode {
  const [picking, setPicking] = useState(false);
  const choose = (chosen: readonly ChosenPerson[]): void => {
    change({ chosen });
  };
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 font-semibold">To</legend>
      <div className="grid grid-cols-2 gap-2 sm:max-w-md">
        <Choice
          name="Everyone"
          Icon={UsersRound}
          checked={draft.to === "everyone"}
          onChoose={() => {
            change({ to: "everyone" });
          }}
        />
        <Choice
          name="Chosen people"
          Icon={UserRound}
          checked={draft.to === "chosen"}
          onChoose={() => {
            change({ to: "chosen" });
            setPicking(draft.chosen.length === 0);
          }}
        />
      </div>
      {draft.to === "chosen" && (
        <div className="flex flex-col gap-3 pt-3">
          <ChosenPeople chosen={draft.chosen} onChange={choose} />
          <AudienceRefusal
            error={refusal}
            chosen={draft.chosen}
            onLeaveOut={(gone) => {
              choose(draft.chosen.filter((person) => !gone.includes(person)));
              onMended();
            }}
          />
          {picking || draft.chosen.length === 0 ? (
            <PeoplePicker
              chosen={draft.chosen}
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

interface ChoiceProps {
  name: string;
  Icon: typeof UserRound;
  checked: boolean;
  onChoose: () => void;
}

function Choice({ name, Icon, checked, onChoose }: ChoiceProps): ReactNode {
  return (
    <label
      className={`flex min-h-12 items-center gap-2.5 rounded-md border px-3.5 py-2 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
        checked ? "border-accent bg-accent-soft font-semibold" : "border-edge bg-raised hover:border-ink"
      }`}
    >
      <input type="radio" name="to" checked={checked} onChange={onChoose} className="sr-only" />
      <Icon aria-hidden className={`size-5 shrink-0 ${checked ? "text-accent" : "text-muted"}`} />
      {name}
    </label>
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
