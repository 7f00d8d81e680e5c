import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "./button";

/** Reads the next page when its end comes into view; a button for those who don't scroll. */
export function More({ busy, onMore }: { busy: boolean; onMore: () => void }): ReactNode {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    if (busy || end.current === null || !("IntersectionObserver" in window)) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: "600px" },
    );
    observer.observe(end.current);
    return () => {
      observer.disconnect();
    };
  }, [busy]);
  return (
    <div ref={end} className="py-4">
      <Button busy={busy} onClick={onMore}>
        Show more
      </Button>
    </div>
  );
}
