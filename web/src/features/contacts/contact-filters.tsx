import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ChipSelect } from "@/components/ui/chip-select";
import { useGroups } from "@/features/groups/queries";
import { languageChoices } from "@/lib/languages";
import { isNarrowed, type ContactView, type StatusFilter } from "./view";

interface ContactFiltersProps {
  view: ContactView;
  change: (part: Partial<ContactView>) => void;
}

/** Who is shown, and in which order. One row, which is pushed sideways on a phone. */
export function ContactFilters({ view, change }: ContactFiltersProps): ReactNode {
  const { groups } = useGroups();
  return (
    <div
      role="group"
      aria-label="Show"
      className="-mx-4 flex gap-2 overflow-x-auto px-4 py-3 sm:mx-0 sm:flex-wrap sm:overflow-visible sm:px-0"
    >
      <ChipSelect
        label="Language"
        value={view.language ?? ""}
        isChosen={view.language !== null}
        onChange={(language) => {
          change({ language: language === "" ? null : language });
        }}
      >
        <option value="">Any language</option>
        {languageChoices(view.language ?? "").map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
      </ChipSelect>
      <ChipSelect
        label="Group"
        value={view.group ?? ""}
        isChosen={view.group !== null}
        onChange={(group) => {
          change({ group: group === "" ? null : group });
        }}
      >
        <option value="">Any group</option>
        {groups.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {view.group !== null && !groups.some(({ id }) => id === view.group) && (
          <option value={view.group}>A group</option>
        )}
      </ChipSelect>
      <ChipSelect
        label="Status"
        value={view.status ?? ""}
        isChosen={view.status !== null}
        onChange={(status) => {
          change({ status: status === "" ? null : (status as StatusFilter) });
        }}
      >
        <option value="">Any status</option>
        <option value="active">Active</option>
        <option value="inactive">Not active</option>
        <option value="opted_out">Asked not to be texted</option>
      </ChipSelect>
      {view.search === "" && (
        <ChipSelect
          label="Order"
          value={view.sort}
          isChosen={false}
          onChange={(sort) => {
            change({ sort: sort === "sl_no" ? "sl_no" : "name" });
          }}
        >
          <option value="name">By name</option>
          <option value="sl_no">By list number</option>
        </ChipSelect>
      )}
      {isNarrowed(view) && (
        <Button
          kind="quiet"
          className="shrink-0 px-3!"
          onClick={() => {
            change({ search: "", language: null, group: null, status: null });
          }}
        >
          Show everyone
        </Button>
      )}
    </div>
  );
}
