import { useEffect, useRef, useState, type ReactNode } from "react";
import { BookmarkPlus, LibraryBig } from "lucide-react";
import { useLocation, useSearch } from "wouter";
import type { Template } from "@/api/types";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toasts";
import { ChooseTemplate } from "@/features/templates/choose-template";
import { useTemplate } from "@/features/templates/queries";
import { SaveTemplate } from "@/features/templates/save-template";
import { lengthOf, longest, type ChangeDraft, type Draft } from "./draft";
import { textsOf, translationsFrom } from "./translations";

interface MessageToolsProps {
  draft: Draft;
  change: ChangeDraft;
}

/** What is done with the message as a whole: begin with a template, and keep it as one. */
export function MessageTools({ draft, change }: MessageToolsProps): ReactNode {
  const [open, setOpen] = useState<"choose" | "save" | null>(null);
  const { content, language, purpose } = draft;
  const translations = textsOf(draft.translations);
  const canBeSaved = content.trim() !== "" && lengthOf(content) <= longest;
  const close = (): void => {
    setOpen(null);
  };
  const use = (template: Template): void => {
    change({
      content: template.content,
      language: template.language,
      translations: translationsFrom(template.translations, template.content),
      translating: null,
      purpose: template.purpose,
    });
    if (content.trim() === "") return;
    showToast({
      text: "Your text was replaced.",
      act: {
        label: "Undo",
        run: () => {
          change({ content, language, translations: draft.translations, purpose });
        },
      },
    });
  };
  useTemplateOfAddress(use);
  return (
    <div className="-mb-4 flex flex-wrap items-center gap-x-1 gap-y-2">
      <Button
        kind="quiet"
        className="-ms-3 px-3!"
        onClick={() => {
          setOpen("choose");
        }}
      >
        <LibraryBig aria-hidden className="size-4" /> Use a template
      </Button>
      {canBeSaved && (
        <Button
          kind="quiet"
          className="px-3!"
          onClick={() => {
            setOpen("save");
          }}
        >
          <BookmarkPlus aria-hidden className="size-4" /> Save as template
        </Button>
      )}
      {open === "choose" && (
        <ChooseTemplate
          onClose={close}
          onChoose={(template) => {
            use(template);
            close();
          }}
        />
      )}
      {open === "save" && (
        <SaveTemplate input={{ content, language, translations, purpose }} onClose={close} />
      )}
    </div>
  );
}

/** Begins with the template that the address names, once; a reload must not take away what was written since. */
function useTemplateOfAddress(use: (template: Template) => void): void {
  const id = new URLSearchParams(useSearch()).get("template");
  const { data: template } = useTemplate(id);
  const [path, navigate] = useLocation();
  const latest = useRef(use);
  useEffect(() => {
    latest.current = use;
  });
  useEffect(() => {
    if (id === null || template === undefined) return;
    latest.current(template);
    navigate(path, { replace: true });
  }, [id, template, navigate, path]);
}
