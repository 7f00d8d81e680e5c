import type { Purpose } from "@/api/types";

/** What a message can be for, and at which hours it goes out then. */
export const purposes: Record<Purpose, { name: string; help: string }> = {
  information: {
    name: "Information",
    help: "Goes out in your church's hours; at night it waits for the morning.",
  },
  solicitation: {
    name: "Asks for money",
    help: "Goes out in your church's hours, and on Sundays not before noon.",
  },
  emergency: { name: "Emergency", help: "Goes out at any hour, at night too. You are asked to be sure." },
};

export const purposeNames: readonly Purpose[] = ["information", "solicitation", "emergency"];
