import type { ReactNode } from "react";
import { ChevronRight } from "lucide-react";
import type { Broadcast } from "@/api/types";
import { languageName } from "@/lib/languages";
import { languages } from "@/lib/words";

/** What it says, and the same in the other languages that it goes out in. */
export function BroadcastTexts({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const others = Object.entries(broadcast.translations);
  return (
    <div className="flex flex-col gap-2">
      <Bubble tag={broadcast.language} text={broadcast.content} />
      {others.length > 0 && (
        <details className="group">
          <summary className="flex min-h-11 w-fit list-none items-center gap-1 rounded text-muted marker:hidden hover:text-ink">
            <ChevronRight
              aria-hidden
              className="size-4.5 shrink-0 transition-transform duration-150 group-open:rotate-90 rtl:rotate-180"
            />
            In {others.length === 1 ? "one other language" : `${languages(others.length)} besides`}
          </summary>
          <dl className="appear flex flex-col gap-4 pt-2">
            {others.map(([tag, text]) => (
              <div key={tag} className="flex flex-col gap-1">
                <dt className="text-sm font-semibold">{languageName(tag)}</dt>
                <dd>
                  <Bubble tag={tag} text={text} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

function Bubble({ tag, text }: { tag: string; text: string }): ReactNode {
  return (
    <blockquote
      dir="auto"
      lang={tag}
      className="w-fit max-w-[40rem] rounded-[1.15rem] rounded-es-[0.3rem] bg-sunken px-4 py-3 break-words whitespace-pre-wrap"
    >
      {text}
    </blockquote>
  );
}
