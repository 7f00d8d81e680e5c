import type { ReactNode } from "react";
import type { LucideIcon } from "lucide-react";

interface ChoiceCardProps {
  /** The name that the choices have in common. */
  group: string;
  name: string;
  help?: string;
  /** Three beside each other fit on a phone: without the picture. */
  compact?: boolean;
  Icon: LucideIcon;
  checked: boolean;
  onChoose: () => void;
}

/** One of a few choices, of which one holds: a radio button that is easy to hit. */
export function ChoiceCard({
  group,
  name,
  help,
  compact = false,
  Icon,
  checked,
  onChoose,
}: ChoiceCardProps): ReactNode {
  return (
    <label
      className={`flex min-h-12 min-w-0 items-center gap-2.5 rounded-md border py-2 ${compact ? "px-3.5 max-sm:justify-center max-sm:px-2 max-sm:text-center max-sm:leading-tight" : "px-3.5"} has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
        checked ? "border-accent bg-accent-soft" : "border-edge bg-raised hover:border-ink"
      }`}
    >
      <input type="radio" name={group} checked={checked} onChange={onChoose} className="sr-only" />
      <Icon
        aria-hidden
        className={`size-5 shrink-0 ${checked ? "text-accent" : "text-muted"} ${compact ? "max-sm:hidden" : ""}`}
      />
      <span className="min-w-0">
        <span className={checked ? "font-semibold" : ""}>{name}</span>
        {help !== undefined && <span className="block text-sm text-muted">{help}</span>}
      </span>
    </label>
  );
}
