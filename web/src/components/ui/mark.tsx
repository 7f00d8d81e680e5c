import type { ReactNode } from "react";

/** The sign of Tidings: a message with a flame in it. The same drawing as public/favicon.svg. */
export function Mark({ className = "" }: { className?: string }): ReactNode {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <path
        className="fill-accent"
        d="M8 3h16a5 5 0 0 1 5 5v12a5 5 0 0 1-5 5h-9.2l-5.7 4.6A.7.7 0 0 1 8 29v-4a5 5 0 0 1-5-5V8a5 5 0 0 1 5-5Z"
      />
      <path
        className="fill-candle"
        d="M16.3 6.2c.5 2.9 4.7 4.9 4.7 9.3a5 5 0 0 1-10 0c0-2.1 1-3.5 2-4.7.3 1.2.8 1.9 1.6 2.2-.5-2.7.1-5 1.7-6.8Z"
      />
    </svg>
  );
}
