import { useState, type ReactNode } from "react";
import { Smartphone } from "lucide-react";
import { Link } from "wouter";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { ChipSelect } from "@/components/ui/chip-select";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { PersonChoice } from "@/features/contacts/person-choice";
import { languageName } from "@/lib/languages";
import { newKey } from "@/lib/random";
import { lengthOf, longest, type Draft } from "./draft";
import { useMyself } from "./myself";
import { useBroadcast, useBroadcastMessages, useSendTest } from "./queries";
import { reasonOf } from "./reason";
import { StatusMark } from "./status-mark";
import { textsOf } from "./translations";

interface TestToMyselfProps {
  /** The signed-in person's id. */
  owner: string;
  draft: Draft;
}

/** Sends what is written to the writer's own phone, in a language of choice, and shows what became of it. */
export function TestToMyself({ owner, draft }: TestToMyselfProps): ReactNode {
  const { myself, remember } = useMyself(owner);
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  // The same for every try of one test: another text, or another press after it went, is another test.
  const [test, setTest] = useState({ about: "", key: "" });
  const send = useSendTest();
  const written = [draft.language, ...Object.keys(textsOf(draft.translations))];
  const language = chosen !== null && written.includes(chosen) ? chosen : draft.language;
  if (draft.content.trim() === "" || lengthOf(draft.content) > longest) return null;

  const sendTo = (id: string): void => {
    const request = {
      contact_id: id,
      content: draft.content,
      language: draft.language,
      translations: textsOf(draft.translations),
      test_language: language,
    };
    const about = JSON.stringify(request);
    const key = send.isError && test.about === about ? test.key : newKey();
    setTest({ about, key });
    send.mutate({ request, idempotencyKey: key });
  };

  const refused = send.error instanceof ApiProblem ? send.error.fields : {};
  return (
    <section aria-label="Test to myself" className="flex flex-col gap-3 border-t border-hairline pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          busy={send.isPending}
          className="flex-1"
          onClick={() => {
            if (myself === null) setAsking(true);
            else sendTo(myself.id);
          }}
        >
          {!send.isPending && <Smartphone aria-hidden className="size-4" />}
          Send a test to myself
        </Button>
        {written.length > 1 && (
          <ChipSelect label="The test’s language" value={language} isChosen={false} onChange={setChosen}>
            {written.map((tag) => (
              <option key={tag} value={tag}>
                {languageName(tag)}
              </option>
            ))}
          </ChipSelect>
        )}
      </div>
      {myself !== null && (
        <p className="text-sm text-muted">
          To <bdi>{myself.name}</bdi>.{" "}
          <button
            type="button"
            className="min-h-6 font-medium text-accent underline-offset-4 hover:underline"
            onClick={() => {
              setAsking(true);
            }}
          >
            That’s not me
          </button>
        </p>
      )}
      {send.error !== null && (
        <ErrorNote
          error={send.error}
          kept="Nothing was sent to anybody else."
          act={
            refused["contact_id"] !== undefined && (
              <Button
                onClick={() => {
                  remember(null);
                  setAsking(true);
                }}
              >
                Choose yourself again
              </Button>
            )
          }
        />
      )}
      {send.data !== undefined && <Outcome id={send.data.id} />}
      {asking && (
        <PersonChoice
          title="Which one are you?"
          onClose={() => {
            setAsking(false);
          }}
          onChoose={(person) => {
            remember(person);
            setAsking(false);
            sendTo(person.id);
          }}
        >
          The test goes to your own number in the directory. We remember it on this device.
        </PersonChoice>
      )}
    </section>
  );
}

/** What became of the test, as it happens. */
function Outcome({ id }: { id: string }): ReactNode {
  useBroadcast(id);
  const { data } = useBroadcastMessages(id, null);
  const message = data?.pages[0]?.items[0];
  const reason = message === undefined ? null : reasonOf(message);
  return (
    <div role="status" className="flex flex-col gap-0.5 text-sm">
      <span className="flex flex-wrap items-center justify-between gap-x-4">
        {message === undefined ? <Skeleton className="h-5 w-28" /> : <StatusMark status={message.status} />}
        <Link
          href={`/messages/${id}`}
          className="inline-flex min-h-6 items-center text-accent underline-offset-4 hover:underline"
        >
          Look at the test
        </Link>
      </span>
      {reason !== null && <span className="text-muted">{reason}</span>}
    </div>
  );
}
