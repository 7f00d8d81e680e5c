import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
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
      </div>
    </Page>
  );
}
