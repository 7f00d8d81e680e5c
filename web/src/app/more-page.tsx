import type { ReactNode } from "react";
import { ChevronRight, LogOut } from "lucide-react";
import { Link } from "wouter";
import type { Role } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Page, Section } from "@/components/ui/page";
import { ThemeChoice } from "@/features/session/account";
import { useConfig, useMe, useSession } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { formatPhone } from "@/lib/phone";
import { places } from "./places";

const roleWords: Record<Role, string> = {
  admin: "You can do everything here.",
  staff: "You can keep contacts and send messages.",
  viewer: "You can look at everything, and change nothing.",
};

const highestFirst: readonly Role[] = ["admin", "staff", "viewer"];

/** On a phone: what the sidebar has on a desk, and the bar has no room for. */
export function MorePage(): ReactNode {
  const session = useSession();
  const me = useMe();
  const { church_name, church_phone, default_region } = useConfig();
  const role = highestFirst.find((name) => me?.roles.includes(name));
  return (
    <Page title="More" headline="You and this device.">
      <MeProblem />
      <div className="flex max-w-xl flex-col gap-8">
        <nav aria-label="More places" className="-mt-3 lg:hidden">
          <ul>
            {places
              .filter(({ inBar }) => !inBar)
              .map(({ href, name, Icon }) => (
                <li key={href} className="border-b border-hairline">
                  <Link
                    href={href}
                    className="flex min-h-13 items-center gap-3 rounded-md font-semibold underline-offset-4 hover:underline"
                  >
                    <Icon aria-hidden className="size-5 shrink-0 text-muted" />
                    <span className="flex-1">{name}</span>
                    <ChevronRight aria-hidden className="size-5 shrink-0 text-muted rtl:rotate-180" />
                  </Link>
                </li>
              ))}
          </ul>
        </nav>
        <Section title="You">
          <p className="pt-3 break-words">{me?.email ?? me?.user_id ?? " "}</p>
          {role !== undefined && <p className="text-muted">{roleWords[role]}</p>}
          <div className="pt-4">
            <Button
              onClick={() => {
                session.signOut();
              }}
            >
              <LogOut aria-hidden className="size-4 rtl:rotate-180" /> Sign out
            </Button>
          </div>
        </Section>
        <Section title="Your church">
          <p className="pt-3">
            <bdi>{church_name}</bdi>
          </p>
          <p className="figures text-muted">Texts come from {formatPhone(church_phone, default_region)}</p>
        </Section>
        <Section title="Light or dark">
          <div className="pt-3">
            <ThemeChoice named />
          </div>
        </Section>
        <Section title="Keys">
          <dl className="pt-2">
            <Key name="n">Something new: a message, or a contact on the contacts page</Key>
            <Key name="/">Find a contact</Key>
            <Key name="j k">The next conversation, and the one before</Key>
            <Key name="r">Reply to the conversation that is open</Key>
            <Key name="e">Resolve it</Key>
            <Key name="Esc">Close what is open</Key>
          </dl>
        </Section>
      </div>
    </Page>
  );
}

function Key({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="grid grid-cols-[3.5rem_minmax(0,1fr)] items-baseline gap-3 py-1.5">
      <dt>
        <kbd className="rounded border border-edge px-2 py-0.5 font-sans text-sm">{name}</kbd>
      </dt>
      <dd className="text-muted">{children}</dd>
    </div>
  );
}
