import type { ReactNode } from "react";
import { Church } from "lucide-react";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { fillFields, hasFields } from "./merge-fields";
import { useSampleReader } from "./sample-reader";

/** The text as it will come, on a phone. Follows the writing as it happens. */
export function PhonePreview({ content }: { content: string }): ReactNode {
  const { name, values } = useSampleReader();
  const { church_name, church_phone, default_region } = useConfig();
  return (
    <aside
      aria-label="How the text will look"
      className="lg:sticky lg:top-10 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:self-start"
    >
      <div className="mx-auto flex h-[30rem] max-w-[19rem] flex-col overflow-hidden rounded-[2.25rem] border-[6px] border-ink/85 bg-raised shadow-float max-lg:h-auto max-lg:min-h-72 dark:border-edge/70">
        <div className="mx-auto mt-2 h-1.5 w-16 rounded-full bg-ink/80 dark:bg-edge/70" />
        <div className="flex flex-col items-center gap-0.5 border-b border-hairline px-4 pt-3 pb-3 text-center">
          <span className="flex size-9 items-center justify-center rounded-full bg-accent-soft text-accent">
            <Church aria-hidden className="size-5" />
          </span>
          <span className="font-semibold">{church_name}</span>
          <span className="figures text-xs text-muted">{formatPhone(church_phone, default_region)}</span>
        </div>
        <div className="flex-1 overflow-y-auto p-3">
          <p className="pb-2 text-center text-xs text-muted">Today</p>
          {content.trim() === "" ? (
            <p className="px-6 pt-6 text-center text-sm text-muted">
              What you write appears here, as people will see it.
            </p>
          ) : (
            <p
              dir="auto"
              className="w-fit max-w-[88%] rounded-[1.15rem] rounded-es-[0.3rem] bg-sunken px-3.5 py-2 text-sm break-words whitespace-pre-wrap"
            >
              {fillFields(content, values)}
            </p>
          )}
        </div>
      </div>
      {hasFields(content) && (
        <p className="mx-auto max-w-[19rem] pt-3 text-center text-sm text-muted">
          As someone named {name} would see it. Each person gets their own.
        </p>
      )}
    </aside>
  );
}
