import { useState, type ReactNode } from "react";
import { Plus, X } from "lucide-react";
import { ApiProblem } from "@/api/problem";
import type { Holiday, Holidays } from "@/api/types";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { showToast } from "@/components/ui/toasts";
import { dayWords, isDate } from "@/lib/plain-date";
import { useChangeHolidays } from "./queries";

interface HolidaysDialogProps {
  holidays: Holidays;
  onClose: () => void;
}

/** The church's holidays: every reminder that leaves holidays out stays away on these days. */
export function HolidaysDialog({ holidays, onClose }: HolidaysDialogProps): ReactNode {
  // What the list began on: its version is what a save refers to.
  const [read] = useState(holidays);
  const [items, setItems] = useState<readonly Holiday[]>(read.items);
  const [date, setDate] = useState("");
  const [name, setName] = useState("");
  const change = useChangeHolidays();
  const canAdd = isDate(date) && name.trim() !== "";
  const withTyped = canAdd ? put(items, { date, name: name.trim() }) : items;
  const isOvertaken = change.error instanceof ApiProblem && change.error.status === 412;
  const save = (list: readonly Holiday[], version: number): void => {
    setItems(list);
    change.mutate(
      { items: list, version },
      {
        onSuccess: () => {
          onClose();
          showToast({ text: "Saved." });
        },
      },
    );
  };
  return (
    <Dialog title="Your church’s holidays" onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          // The form of the reminder, which asks for this, is not what is to be saved.
          event.stopPropagation();
          save(withTyped, read.version);
        }}
      >
        <p className="text-muted">Reminders that leave holidays out do not go out on these days.</p>
        {items.length > 0 && (
          <ul aria-label="Holidays" className="max-h-64 overflow-y-auto border-y border-hairline">
            {items.map((holiday) => (
              <li
                key={holiday.date}
                className="flex items-center gap-2 border-b border-hairline last:border-0"
              >
                <span className="min-w-0 flex-1 py-1.5">
                  <bdi className="block truncate">{holiday.name}</bdi>
                  <span className="block text-sm text-muted">{dayWords(holiday.date, "")}</span>
                </span>
                <IconButton
                  label={`Take ${holiday.name} out`}
                  onClick={() => {
                    setItems(items.filter((other) => other !== holiday));
                  }}
                >
                  <X aria-hidden className="size-4" />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <div className="grid gap-3 sm:grid-cols-[10.5rem_minmax(0,1fr)]">
          <TextField
            label="Day"
            name="date"
            type="date"
            value={date}
            onChange={(event) => {
              setDate(event.target.value);
            }}
          />
          <TextField
            label="Name"
            name="name"
            dir="auto"
            autoComplete="off"
            maxLength={60}
            placeholder="Christmas Day"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        </div>
        <Button
          disabled={!canAdd}
          className="self-start"
          onClick={() => {
            setItems(withTyped);
            setDate("");
            setName("");
          }}
        >
          <Plus aria-hidden className="size-4" /> Add this day
        </Button>
        {change.error !== null && (
          <ErrorNote
            error={change.error}
            kept="Nothing was saved; your list is still here."
            act={
              isOvertaken && (
                <Button
                  onClick={() => {
                    // The newer list came with the refusal; theirs and ours together lose nobody's day.
                    save(withTyped.reduce(put, holidays.items), holidays.version);
                  }}
                >
                  Save both lists together
                </Button>
              )
            }
          />
        )}
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <Button onClick={onClose} disabled={change.isPending} className="max-sm:w-full">
            Cancel
          </Button>
          <Button type="submit" kind="primary" busy={change.isPending} className="max-sm:w-full">
            Save the list
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A day has one name: the later one stays. In the order of the calendar. */
function put(items: readonly Holiday[], holiday: Holiday): readonly Holiday[] {
  return [...items.filter(({ date }) => date !== holiday.date), holiday].sort((one, other) =>
    one.date.localeCompare(other.date),
  );
}
