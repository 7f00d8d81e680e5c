import type { PhoneAssistant } from "@/api/types";
import type { FactName } from "./form-values";

/** The page's first line: who answers the church's phone. */
export function assistantHeadline({ is_answering, facts }: PhoneAssistant): string {
  if (!is_answering) return "Callers can leave a message, or be put through.";
  const isTold = Object.values(facts).some((fact) => fact.trim() !== "");
  return isTold
    ? "The assistant answers your church’s phone."
    : "The assistant answers, and knows nothing about your church yet.";
}

/** What each fact is called, what it is for, and an example of it. */
export const factWords: Record<FactName, { label: string; help: string; example: string }> = {
  service_times: {
    label: "Services",
    help: "Days and times, and in which language.",
    example: "Sundays at 9 in English and at 11 in Spanish. Bible study on Wednesdays at 7 in the evening.",
  },
  address: {
    label: "Where you are",
    help: "The address, and how to find the door.",
    example: "1200 Elm Street, Sugar Land. Parking is behind the hall; the side door has a ramp.",
  },
  staff: {
    label: "Who is there",
    help: "Names and what they do. No private numbers: whatever stands here may be told to anybody.",
    example: "Pastor David Kim. The office is open from Monday to Thursday, 9 to 4.",
  },
  events: {
    label: "What is coming up",
    help: "Change it whenever something changes: the next caller hears it.",
    example: "Harvest dinner on Friday at 6 in the hall. Everyone is welcome.",
  },
  other: {
    label: "Anything else",
    help: "What people often ask.",
    example: "The food pantry is open on Tuesdays from 10 to 12. Childcare is in room 3.",
  },
};
