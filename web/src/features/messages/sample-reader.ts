import { useConfig } from "@/features/session/context";
import type { MergeValues } from "./merge-fields";

/** Someone who might read it, to show and to count a text with its fields filled in. */
export function useSampleReader(): { name: string; values: MergeValues } {
  const { church_name } = useConfig();
  const values = { first_name: "Ruth", name: "Ruth Okafor", city: "Richmond", church: church_name };
  return { name: values.first_name, values };
}
