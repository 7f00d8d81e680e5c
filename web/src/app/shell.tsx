import type { ReactNode } from "react";
import { Ellipsis } from "lucide-react";
import { Link, useLocation } from "wouter";
import { Mark } from "@/components/ui/mark";
import { Account } from "@/features/session/account";
import { useConfig } from "@/features/session/context";
import { isHere, places, type Place } from "./places";

const more: Place = { href: "/more", name: "More", Icon: Ellipsis, inBar: true };

/** The sidebar on a desk, the bar at the bottom on a phone, and between them the page. */
export function Shell({ children }: { children: ReactNode }): ReactNode {
  return (
    <div className="lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#page"
        className="z-50 rounded-md bg-ink px-4 py-3 font-semibold text-ground not-focus:sr-only focus:fixed focus:start-4 focus:top-4"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>("#page h1")?.focus();
        }}
      >
        Skip to the page
      </a>
      <Sidebar />
      <main id="page" className="min-w-0 max-lg:pb-[calc(4.5rem+env(safe-area-inset-bottom))]">
        {children}
      </main>
      <BottomBar />
    </div>
  );
}

function Sidebar(): ReactNode {
  const [path] = useLocation();
  const { church_name } = useConfig();
  return (
    <header className="sticky top-0 hidden h-dvh flex-col border-e border-hairline bg-panel px-3 py-5 lg:flex">
      <div className="flex items-center gap-2.5 px-3 pb-7">
        <Mark className="size-8 shrink-0" />
        <div className="min-w-0 leading-tight">
          <p dir="auto" className="line-clamp-2 font-semibold">
            {church_name}
          </p>
          <p className="text-xs text-muted">Tidings</p>
        </div>
      </div>
      <nav aria-label="Main" className="flex flex-col gap-0.5">
        {places.map((place) => (
          <Link
            key={place.href}
            href={place.href}
            aria-current={isHere(place, path) ? "page" : undefined}
            className="flex min-h-11 items-center gap-3 rounded-md px-3 text-muted transition-colors duration-100 hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent-strong"
          >
            <place.Icon aria-hidden className="size-5 shrink-0" />
            <span className="flex flex-1 items-center justify-between">
              {place.name}
              {place.Badge !== undefined && <place.Badge />}
            </span>
          </Link>
        ))}
      </nav>
      <div className="mt-auto">
        <Account />
      </div>
    </header>
  );
}

function BottomBar(): ReactNode {
  const [path] = useLocation();
  const isUnderMore = places.some((place) => !place.inBar && isHere(place, path));
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 grid auto-cols-fr grid-flow-col border-t border-hairline bg-panel pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {[...places.filter(({ inBar }) => inBar), more].map((place) => (
        <Link
          key={place.href}
          href={place.href}
          aria-current={isHere(place, path) || (place === more && isUnderMore) ? "page" : undefined}
          className="relative flex min-h-16 flex-col items-center justify-center gap-0.5 text-xs text-muted aria-[current]:font-semibold aria-[current]:text-accent-strong focus-visible:-outline-offset-2"
        >
          <place.Icon aria-hidden className="size-5.5" />
          {place.name}
          {place.Badge !== undefined && (
            <span className="absolute start-1/2 top-1 ms-1.5 rounded-full ring-2 ring-panel">
              <place.Badge />
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
