import type { ReactNode } from "react";
import type { Template } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { useTemplates } from "./queries";
import { languagesOf } from "./words";

interface ChooseTemplateProps {
  onChoose: (template: Template) => void;
  onClose: () => void;
}

/** Asks for the template to begin with. */
export function ChooseTemplate({ onChoose, onClose }: ChooseTemplateProps): ReactNode {
  const { templates, error, retry } = useTemplates();
  return (
    <Dialog title="Begin with a template" onClose={onClose}>
      <div className="flex flex-col gap-5">
        {error !== null && <ErrorNote error={error} act={<Button onClick={retry}>Try again</Button>} />}
        {templates === undefined && error === null && (
          <div aria-busy className="flex flex-col gap-3">
            <Skeleton className="h-14 w-full" />
            <Skeleton className="h-14 w-full" />
          </div>
        )}
        {templates?.length === 0 && (
          <p className="text-muted">
            You have none yet. Write a message that you will send again, and choose “Save as template”.
          </p>
        )}
        {templates !== undefined && templates.length > 0 && (
          <ul
            aria-label="Templates"
            className="max-h-[50dvh] overflow-y-auto rounded-md border border-hairline"
          >
            {templates.map((template) => (
              <li key={template.id} className="border-b border-hairline last:border-0">
                <button
                  type="button"
                  className="block min-h-14 w-full px-3 py-2 text-start hover:bg-sunken focus-visible:-outline-offset-2"
                  onClick={() => {
                    onChoose(template);
                  }}
                >
                  <span className="flex flex-wrap justify-between gap-x-4">
                    <bdi className="min-w-0 truncate font-medium">{template.name}</bdi>
                    <span className="text-sm text-muted">{languagesOf(template)}</span>
                  </span>
                  <span dir="auto" className="line-clamp-1 text-sm text-muted">
                    {template.content}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <ButtonLink href="/messages/templates" kind="quiet" className="max-sm:w-full">
            All templates
          </ButtonLink>
          <Button className="max-sm:w-full" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
