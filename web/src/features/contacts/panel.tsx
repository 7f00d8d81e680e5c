import type { ReactNode } from "react";
import { X } from "lucide-react";
import { Link, useLocation } from "wouter";
import { BackLink } from "@/components/ui/page";
import { useKey } from "@/lib/keyboard";
import { useIsDesk } from "@/lib/media";
import { useView } from "./view";

/** The frame of what opens at the side on a desk, and as a page on a phone. */
export function Panel({ title, children }: { title: ReactNode; children: ReactNode }): ReactNode {
  const [, navigate] = useLocation();
  const { beside } = useView();
  const list = beside("/contacts");
  // Beside the list it is a part of the page; in the list's place it is the page.
  const Heading = useIsDesk() ? "h2" : "h1";
  useKey("Escape", () => {
    navigate(list);
  });
  return (
    <section className="appear pb-8">
      <div className="lg:hidden">
        <BackLink href={list} name="All contacts" />
      </div>
      <div className="flex items-start justify-between gap-3 pb-5 max-lg:pt-1">
        <Heading tabIndex={-1} ref={takeFocus} className="headline min-w-0 text-[1.625rem]! outline-none">
          {title}
        </Heading>
        <Link
          href={list}
          aria-label="Close"
          title="Close (Esc)"
          className="hidden size-11 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink lg:flex"
        >
          <X aria-hidden className="size-5" />
        </Link>
      </div>
      {children}
    </section>
  );
}

/** The panel is what was asked for, so it is what is read out. */
function takeFocus(heading: HTMLHeadingElement | null): void {
  if (heading?.tagName === "H1") window.scrollTo(0, 0);
  heading?.focus({ preventScroll: true });
}

/** A part of a panel, with its own heading. */
export function PanelPart({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}): ReactNode {
  // Under the panel's own heading, which is of the first or the second rank.
  const Heading = useIsDesk() ? "h3" : "h2";
  return (
    <section className="pt-8">
      <div className="flex min-h-11 items-center justify-between gap-3 border-b border-hairline">
        <Heading className="font-semibold">{title}</Heading>
        {aside}
      </div>
      {children}
    </section>
  );
}
