import type { ReactNode } from "react";
import { useIsDesk } from "@/lib/media";
import { ContactList } from "./contact-list";
import { ContactPanel } from "./contact-panel";
import { EditContactPanel } from "./edit-contact-panel";
import { NewContactPanel } from "./new-contact-panel";

export type Open =
  { kind: "none" } | { kind: "new" } | { kind: "contact"; id: string } | { kind: "edit"; id: string };

/** The list, and at its side (on a phone: in its place) what is open. */
export function ContactsPage({ open }: { open: Open }): ReactNode {
  const isDesk = useIsDesk();
  const isOpen = open.kind !== "none";
  const openId = open.kind === "contact" || open.kind === "edit" ? open.id : null;
  return (
    <div className={isOpen ? "lg:grid lg:grid-cols-[minmax(0,1fr)_25rem]" : ""}>
      {(isDesk || !isOpen) && <ContactList openId={openId} narrow={isOpen} />}
      {isOpen && (
        <aside
          aria-label="Contact"
          className="border-hairline px-4 pt-3 sm:px-8 lg:sticky lg:top-0 lg:h-dvh lg:overflow-y-auto lg:border-s lg:bg-raised lg:pt-8"
        >
          {open.kind === "new" && <NewContactPanel />}
          {open.kind === "contact" && <ContactPanel key={open.id} id={open.id} />}
          {open.kind === "edit" && <EditContactPanel key={open.id} id={open.id} />}
        </aside>
      )}
    </div>
  );
}
