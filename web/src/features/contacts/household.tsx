import type { ReactNode } from "react";
import { Users } from "lucide-react";
import { Link } from "wouter";
import type { Contact } from "@/api/types";
import { useHousehold } from "./person-queries";
import { useView } from "./view";

/** Who has the same phone, and what that means for them. Nothing when nobody does. */
export function Household({ contact }: { contact: Contact }): ReactNode {
  const { data: others = [] } = useHousehold(contact);
  const { beside } = useView();
  if (others.length === 0) return null;
  return (
    <div className="flex gap-3 border-b border-hairline py-3">
      <Users aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
      <p className="min-w-0">
        Shares a phone with{" "}
        {others.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 && (index === others.length - 1 ? " and " : ", ")}
            <Link
              href={beside(`/contacts/${id}`)}
              className="font-medium text-accent underline-offset-4 hover:underline"
            >
              <bdi>{name}</bdi>
            </Link>
          </span>
        ))}
        ; <span className="text-muted">the family gets one text.</span>
      </p>
    </div>
  );
}
