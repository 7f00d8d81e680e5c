import type { ReactNode } from "react";
import { CircleAlert, Info, Lightbulb } from "lucide-react";
import { explain } from "@/api/problem";

interface ErrorNoteProps {
  error: unknown;
  /** What is still safe, when nothing else is known. */
  kept?: string;
  /** Fields of this page that say themselves what was refused about them. */
  shown?: readonly string[];
  /** What can be done about it here, as a "Try again" button. */
  act?: ReactNode;
}

/** An error in plain words: what happened, what to do. Read out at once. */
export function ErrorNote({ error, kept, shown, act }: ErrorNoteProps): ReactNode {
  const { happened, todo, requestId } = explain(error, kept, shown);
  return (
    <div role="alert" className="appear flex gap-3 rounded-md bg-bad-soft px-4 py-3 text-ink">
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad-ink" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-bad-ink">{happened}</p>
        <p>
          {todo}
          {requestId !== null && <code className="ms-1 text-sm break-all">{requestId}</code>}
        </p>
        {act !== undefined && <div className="pt-3">{act}</div>}
      </div>
    </div>
  );
}

/** Something worth knowing that is not an error. */
export function Note({
  tone = "plain",
  children,
}: {
  tone?: "plain" | "candle";
  children: ReactNode;
}): ReactNode {
  const look = tone === "candle" ? "bg-candle-soft" : "bg-sunken";
  const Icon = tone === "candle" ? Lightbulb : Info;
  return (
    <div className={`flex gap-3 rounded-md px-4 py-3 ${look}`}>
      <Icon
        aria-hidden
        className={`mt-0.5 size-5 shrink-0 ${tone === "candle" ? "text-candle-ink" : "text-muted"}`}
      />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

/** An empty page teaches: what this is for, one example, one button. */
export function EmptyNote({
  title,
  children,
  act,
}: {
  title: string;
  children: ReactNode;
  act?: ReactNode;
}): ReactNode {
  return (
    <div className="flex flex-col items-start gap-3 py-8">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="max-w-[34rem] text-muted">{children}</div>
      {act !== undefined && <div className="pt-2">{act}</div>}
    </div>
  );
}

/** A grey shape of what comes. */
export function Skeleton({ className = "" }: { className?: string }): ReactNode {
  return <span aria-hidden className={`breathe block rounded bg-sunken ${className}`} />;
}

/** Rows of a list that is still being read; says so to a screen reader once. */
export function SkeletonRows({ rows, label }: { rows: number; label: string }): ReactNode {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-6 border-b border-hairline py-4">
          <div className="flex-1">
            <Skeleton className={`h-4 ${row % 3 === 1 ? "w-2/5" : "w-3/5"}`} />
            <Skeleton className="mt-2 h-3.5 w-1/4" />
          </div>
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  );
}
