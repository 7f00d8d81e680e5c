import type { ReactNode } from "react";
import { Plus } from "lucide-react";
import { Link } from "wouter";
import type { Template } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyNote, ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useConfig, useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { number } from "@/lib/words";
import { useTemplates } from "./queries";
import { languagesOf } from "./words";

export function TemplatesPage(): ReactNode {
  const { templates, error, retry } = useTemplates();
  const { church_name } = useConfig();
  const mayChange = useMayChange();
  const none = templates?.length === 0;
  return (
    <Page
      keepsPlace
      title="Templates"
      headline={headline(templates?.length)}
      back={{ href: "/messages", name: "All messages" }}
      act={
        mayChange && (
          <ButtonLink
            href="/messages/templates/new"
            kind={none ? "primary" : "secondary"}
            className="max-sm:w-full"
          >
            <Plus aria-hidden className="size-4" /> Make a template
          </ButtonLink>
        )
      }
    >
      {error === null && <MeProblem />}
      {error !== null && <ErrorNote error={error} act={<Button onClick={retry}>Try again</Button>} />}
      {templates === undefined && error === null && <SkeletonRows rows={5} label="Reading your templates" />}
      {none && (
        <EmptyNote title="A template saves writing the same message again">
          Keep what you send every month, with its translations. For example: “<bdi>{church_name}</bdi>: the
          potluck is this Sunday after the service. Bring a dish to share!”
        </EmptyNote>
      )}
      {templates !== undefined && templates.length > 0 && (
        <ul aria-label="Templates" className="border-t border-hairline">
          {templates.map((template) => (
            <TemplateRow key={template.id} template={template} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function headline(count: number | undefined): string {
  if (count === undefined) return "Your templates.";
  if (count === 0) return "You have no templates yet.";
  return count === 1 ? "You have one template." : `You have ${number(count)} templates.`;
}

function TemplateRow({ template }: { template: Template }): ReactNode {
  return (
    <li className="border-b border-hairline">
      <Link
        href={`/messages/templates/${template.id}`}
        className="-mx-3 block rounded-md px-3 py-3 transition-colors duration-100 hover:bg-sunken"
      >
        <span className="flex flex-wrap items-baseline justify-between gap-x-5">
          <span className="min-w-0 truncate font-medium">
            <bdi>{template.name}</bdi>
          </span>
          <span className="text-sm text-muted">{languagesOf(template)}</span>
        </span>
        <span dir="auto" className="line-clamp-2 text-sm break-words text-muted">
          {template.content}
        </span>
      </Link>
    </li>
  );
}
