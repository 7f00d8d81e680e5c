import type { ReactNode } from "react";
import { UserPlus } from "lucide-react";
import { Link } from "wouter";
import type { Thread } from "@/api/types";
import { useConfig, useMayChange } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";

const link = "inline-flex min-h-6 items-center gap-1.5 text-accent underline-offset-4 hover:underline";

/** The number, and the way to those who have it; for an unknown number the way to make it a contact. */
export function Who({ thread: { id, people, phone, sender } }: { thread: Thread }): ReactNode {
  const { default_region } = useConfig();
  const mayChange = useMayChange();
  const add = new URLSearchParams({ phone: phone ?? "", thread: id });
  return (
    <p className="flex flex-wrap gap-x-4 text-sm text-muted">
      {phone === null ? (
        <span>
          <bdi>{sender}</bdi> is not a phone: it can’t be answered.
        </span>
      ) : (
        people.length > 0 && <span className="figures">{formatPhone(phone, default_region)}</span>
      )}
      {people.map(({ contact_id, name }) => (
        <Link key={contact_id} href={`/contacts/${contact_id}`} className={link}>
          {people.length === 1 ? "See the contact" : <bdi>{name}</bdi>}
        </Link>
      ))}
      {people.length === 0 && phone !== null && <span>Not among your contacts.</span>}
      {people.length === 0 && phone !== null && mayChange && (
        <Link href={`/contacts/new?${add.toString()}`} className={link}>
          <UserPlus aria-hidden className="size-4" /> Add as a contact
        </Link>
      )}
    </p>
  );
}
