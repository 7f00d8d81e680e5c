import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useIsAdmin, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { PhoneAssistantForm } from "./phone-assistant-form";
import { PhoneAssistantRead } from "./phone-assistant-read";
import { usePhoneAssistant, useVoices } from "./queries";
import { assistantHeadline } from "./words";

const back = { href: "/settings", name: "Settings" };

/** What the assistant on the phone knows, speaks and may do. */
export function PhoneAssistantPage(): ReactNode {
  const assistant = usePhoneAssistant();
  const voices = useVoices();
  const isKnown = useMe() !== undefined;
  const isAdmin = useIsAdmin();
  if (assistant.data === undefined || voices.data === undefined) {
    const error = assistant.error ?? voices.error;
    const again = (): void => {
      void assistant.refetch();
      void voices.refetch();
    };
    return (
      <Page
        title="Phone assistant"
        back={back}
        headline={error === null ? <Skeleton className="h-9 w-72" /> : "We can’t show the phone assistant."}
      >
        {error === null ? (
          <SkeletonRows rows={5} label="Reading the phone assistant" />
        ) : (
          <ErrorNote error={error} act={<Button onClick={again}>Try again</Button>} />
        )}
      </Page>
    );
  }
  return (
    <Page title="Phone assistant" back={back} headline={assistantHeadline(assistant.data)}>
      <MeProblem />
      <div className="flex max-w-[40rem] flex-col gap-8">
        <p className="text-muted">
          It says that it is a machine, speaks the caller’s language, takes messages and prayers, and rings a
          person for whoever asks. It knows what stands here, and nothing of your directory.
        </p>
        {isKnown &&
          (isAdmin ? (
            <PhoneAssistantForm assistant={assistant.data} voices={voices.data.items} />
          ) : (
            <PhoneAssistantRead assistant={assistant.data} />
          ))}
      </div>
    </Page>
  );
}
