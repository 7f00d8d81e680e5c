import type { ComponentType } from "react";
import {
  CalendarClock,
  House,
  Inbox,
  MessageSquareText,
  Phone,
  Settings,
  UsersRound,
  type LucideIcon,
} from "lucide-react";
import { WaitingBadge } from "@/features/calls/waiting-badge";
import { UnreadBadge } from "@/features/inbox/unread-badge";

/** One of the main places of the dashboard. */
export interface Place {
  href: string;
  name: string;
  Icon: LucideIcon;
  /** Whether a phone has it in its bar, which is full with four and More; the others are found under More. */
  inBar: boolean;
  /** What waits there, beside its name. */
  Badge?: ComponentType;
}

/** In the order of the sidebar. */
export const places: readonly Place[] = [
  { href: "/", name: "Home", Icon: House, inBar: true },
  { href: "/messages", name: "Messages", Icon: MessageSquareText, inBar: true },
  { href: "/inbox", name: "Inbox", Icon: Inbox, inBar: true, Badge: UnreadBadge },
  { href: "/reminders", name: "Reminders", Icon: CalendarClock, inBar: true },
  { href: "/contacts", name: "Contacts", Icon: UsersRound, inBar: false },
  { href: "/calls", name: "Calls", Icon: Phone, inBar: false, Badge: WaitingBadge },
  { href: "/settings", name: "Settings", Icon: Settings, inBar: false },
];

/** Whether an address belongs to a place. */
export function isHere({ href }: Place, path: string): boolean {
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}
