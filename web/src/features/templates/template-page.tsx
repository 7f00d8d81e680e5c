import { useState, type ReactNode } from "react";
import { PenLine, Trash2 } from "lucide-react";
import { useLocation } from "wouter";
import type { Template } from "@/api/types";
import { ApiProblem } from "@/api/problem";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorNote, Note, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { languageName } from "@/lib/languages";
import { inputOf, merge, valuesOf, type TemplateValues } from "./form-values";
import { useChangeTemplate, useDeleteTemplate, useReadTemplate, useTemplate } from "./queries";
import { TemplateForm } from "./template-form";

export function TemplatePage({ id }: { id: string }): ReactNode {
  const { data: template, error, refetch } = useTemplate(id);
  const mayChange = useMayChange();
  const back = { href: "/messages/templates", name: "All templates" };
  if (template === undefined) {
    return (
      <Page
        title="Template"
        back={back}
        headline={error === null ? <Skeleton className="h-9 w-72" /> : "We can't show this template."}
      >
        {error === null ? (
          <SkeletonRows rows={4} label="Reading the template" />
        ) : (
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={template.name}
      back={back}
      headline={<bdi>{template.name}</bdi>}
      act={
        mayChange && (
          <ButtonLink href={`/messages/new?template=${template.id}`} className="max-sm:w-full">
            <PenLine aria-hidden className="size-4" /> Write a message with it
          </ButtonLink>
        )
      }
    >
      <MeProblem />
      {mayChange ? <EditForm template={template} /> : <Shown template={template} />}
    </Page>
  );
}

/** What was typed, and the template when the typing began: a newer answer must not slip under it unseen. */
interface Typed {
  values: TemplateValues;
  base: Template;
}

function EditForm({ template }: { template: Template }): ReactNode {
  const [typed, setTyped] = useState<Typed | null>(null);
  /** What both changed, when someone else saved in the meantime. */
  const [contested, setContested] = useState<readonly string[] | null>(null);
  const change = useChangeTemplate(template.id);
  const readAgain = useReadTemplate();
  const remove = useDeleteTemplate();
  const [, navigate] = useLocation();
  const base = typed?.base ?? template;
  const values = typed?.values ?? valuesOf(template);

  const takeTheirs = async (): Promise<void> => {
    const theirs = await readAgain(template.id);
    const merged = merge(valuesOf(base), values, valuesOf(theirs));
    setTyped({ values: merged.values, base: theirs });
    setContested(merged.contested);
    change.reset();
  };

  const save = (): void => {
    change.mutate(
      { version: base.version, input: inputOf(values) },
      {
        onSuccess: () => {
          setTyped(null);
          setContested(null);
          showToast({ text: "Saved." });
        },
        onError: (error) => {
          // If the newer version can't be read either, the first error stays, and saving can be tried again.
          if (error instanceof ApiProblem && error.status === 412) takeTheirs().catch(() => undefined);
        },
      },
    );
  };

  return (
    <TemplateForm
      values={values}
      onChange={(next) => {
        setTyped({ values: next, base });
      }}
      saveLabel="Save"
      busy={change.isPending}
      error={change.error}
      onSave={save}
      news={contested !== null && <ConflictNote contested={contested} />}
      acts={
        <Button
          kind="danger"
          className="max-sm:w-full"
          onClick={() => {
            remove(template);
            navigate("/messages/templates");
          }}
        >
          <Trash2 aria-hidden className="size-4" /> Delete
        </Button>
      }
    />
  );
}

function ConflictNote({ contested }: { contested: readonly string[] }): ReactNode {
  return (
    <div role="alert">
      <Note tone="candle">
        <p className="font-semibold">Someone else changed this template while you were typing.</p>
        <p>
          {contested.length === 0
            ? "Your changes don’t touch theirs. Look it over, then save again."
            : `What you typed is kept. You both changed ${contested.join(" and ")}: saving again puts yours in place of theirs.`}
        </p>
      </Note>
    </div>
  );
}

/** For those who may only look. */
function Shown({ template }: { template: Template }): ReactNode {
  const texts = [[template.language, template.content], ...Object.entries(template.translations)];
  return (
    <dl className="flex max-w-[40rem] flex-col gap-5">
      {texts.map(([tag = "", text]) => (
        <div key={tag}>
          <dt className="pb-1.5 font-semibold">In {languageName(tag)}</dt>
          <dd
            dir="auto"
            lang={tag}
            className="w-fit rounded-[1.15rem] rounded-es-[0.3rem] bg-sunken px-4 py-3 break-words whitespace-pre-wrap"
          >
            {text}
          </dd>
        </div>
      ))}
    </dl>
  );
}
