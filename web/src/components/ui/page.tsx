import { useEffect, useLayoutEffect, useRef, type ReactNode } from "react";
import { ArrowLeft } from "lucide-react";
import { Link } from "wouter";

let firstPage = true;

/** How far down each list was left, by its title. */
const places = new Map<string, number>();

interface PageProps {
  /** The page's answer in one sentence; the browser's title says what page it is. */
  headline: ReactNode;
  title: string;
  /** The list that this page belongs to. */
  back?: { href: string; name: string };
  /** The one thing to do here. */
  act?: ReactNode;
  /** A list to come back to: it opens where it was left. */
  keepsPlace?: boolean;
  children?: ReactNode;
}

/** Every page: a sentence, the one act, then content. Moves the focus to the sentence when the page changes. */
export function Page({ headline, title, back, act, keepsPlace = false, children }: PageProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  useEffect(() => {
    if (!firstPage) heading.current?.focus({ preventScroll: true });
    firstPage = false;
  }, []);
  useLayoutEffect(() => {
    window.scrollTo(0, places.get(title) ?? 0);
    return () => {
      if (keepsPlace) places.set(title, window.scrollY);
    };
  }, [title, keepsPlace]);
  return (
    <div className="mx-auto max-w-[68rem] px-4 pt-6 pb-12 sm:px-8 sm:pt-10">
      {back !== undefined && (
        <div className="-mt-4 pb-1 sm:-mt-5 sm:pb-2">
          <BackLink {...back} />
        </div>
      )}
      <header className="flex flex-col gap-5 pb-7 sm:pb-8 sm:flex-row sm:items-start sm:justify-between sm:gap-8">
        <div className="min-w-0">
          <h1 ref={heading} tabIndex={-1} className="headline">
            {headline}
          </h1>
        </div>
        {act !== undefined && <div className="flex shrink-0 flex-wrap gap-3 sm:pt-0.5">{act}</div>}
      </header>
      {children}
    </div>
  );
}

export function BackLink({ href, name }: { href: string; name: string }): ReactNode {
  return (
    <Link
      href={href}
      className="-ms-1 inline-flex min-h-11 items-center gap-1.5 rounded px-1 text-muted underline-offset-4 hover:text-ink hover:underline"
    >
      <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" /> {name}
    </Link>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    // What opens beside a list gives the list its title back when it closes.
    const before = document.title;
    document.title = `${title} · Tidings`;
    return () => {
      document.title = before;
    };
  }, [title]);
}

/** A part of a page, with its own heading and hairline. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <section>
      <div className="flex min-h-11 items-center justify-between gap-4 border-b border-hairline">
        <h2 className="font-semibold">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
