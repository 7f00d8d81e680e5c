import type { ReactNode } from "react";
import { ChevronRight } from "lucide-react";
import { Link } from "wouter";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page, Section } from "@/components/ui/page";
import { useIsAdmin, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { useSettings } from "./queries";
import { SettingsForm } from "./settings-form";
import { SettingsRead } from "./settings-read";
import { SpendingSection } from "./spending-section";
import { settingsHeadline } from "./words";

/** What the church has decided about its texts, and what this month has cost. */
export function SettingsPage(): ReactNode {
  const { data: settings, error, refetch } = useSettings();
  const isKnown = useMe() !== undefined;
  const isAdmin = useIsAdmin();
  if (settings === undefined) {
    return (
      <Page
        title="Settings"
        headline={error === null ? <Skeleton className="h-9 w-72" /> : "We can’t show the settings."}
      >
        {error === null ? (
          <SkeletonRows rows={5} label="Reading the settings" />
        ) : (
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  }
  return (
    <Page title="Settings" headline={settingsHeadline(settings)}>
      <MeProblem />
      <div className="flex max-w-[40rem] flex-col gap-10">
        {isKnown && (isAdmin ? <SettingsForm settings={settings} /> : <SettingsRead settings={settings} />)}
        <SpendingSection />
        <FurtherPages isAdmin={isAdmin} />
      </div>
    </Page>
  );
}

/** What is decided elsewhere. */
function FurtherPages({ isAdmin }: { isAdmin: boolean }): ReactNode {
  return (
    <Section title="More">
      <ul>
        <FurtherPage href="/settings/phone" name="Phone assistant">
          What callers are told, in which languages and voices, and who is rung
        </FurtherPage>
        <FurtherPage href="/settings/answers" name="Automatic answers">
          Words that are answered at once, and what is answered when nobody is there
        </FurtherPage>
        {isAdmin && (
          <FurtherPage href="/settings/audit" name="Audit">
            Who did what, and when
          </FurtherPage>
        )}
      </ul>
    </Section>
  );
}

interface FurtherPageProps {
  href: string;
  name: string;
  children: ReactNode;
}

function FurtherPage({ href, name, children }: FurtherPageProps): ReactNode {
  return (
    <li className="border-b border-hairline">
      <Link
        href={href}
        className="-mx-3 flex min-h-13 items-center gap-3 rounded-md px-3 py-2.5 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1">
          <span className="font-semibold">{name}</span>
          <span className="block text-sm text-muted">{children}</span>
        </span>
        <ChevronRight aria-hidden className="size-5 shrink-0 text-muted rtl:rotate-180" />
      </Link>
    </li>
  );
}
