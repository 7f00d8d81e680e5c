import { useCallback, useState, type ReactNode } from "react";
import { Download, FileX, ImageOff } from "lucide-react";
import { explain } from "@/api/problem";
import type { EntryMedia } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/notes";
import { follow } from "@/lib/download";
import { useMedia } from "./entry-queries";
import { fileWords } from "./words";

interface EntryMediaListProps {
  threadId: string;
  entryId: string;
  media: readonly EntryMedia[];
  /** Who sent them. */
  name: string;
}

/** The pictures and files that came with a text. */
export function EntryMediaList({ threadId, entryId, media, name }: EntryMediaListProps): ReactNode {
  if (media.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2 pt-1">
      {media.map((one) => {
        const where = { threadId, entryId, media: one };
        if (!one.is_available) return <NotTaken key={one.index} contentType={one.content_type} />;
        return one.is_picture ? (
          <Picture key={one.index} {...where} alt={`Picture ${one.index + 1} from ${name}`} />
        ) : (
          <FileButton key={one.index} {...where} />
        );
      })}
    </div>
  );
}

interface OneProps {
  threadId: string;
  entryId: string;
  media: EntryMedia;
}

const frame =
  "flex h-52 w-64 max-w-full items-center justify-center overflow-hidden rounded-[1.15rem] bg-sunken";

/** Fetched when it comes into view: the first time it comes all the way from the carrier. */
function Picture({ threadId, entryId, media, alt }: OneProps & { alt: string }): ReactNode {
  const [isSeen, setSeen] = useState(!("IntersectionObserver" in window));
  const [isBroken, setBroken] = useState(false);
  const whenSeen = useWhenSeen(setSeen);
  const file = useMedia(threadId, entryId, media.index, isSeen);
  if (file.error !== null || isBroken) {
    const { happened } = isBroken ? { happened: "This picture can’t be shown." } : explain(file.error);
    return (
      <div className={`${frame} flex-col gap-2 p-4 text-center text-sm text-muted`}>
        <ImageOff aria-hidden className="size-6" />
        {happened}
        <Button
          kind="quiet"
          onClick={() => {
            setBroken(false);
            void file.refetch();
          }}
        >
          Try again
        </Button>
      </div>
    );
  }
  if (file.data === undefined) {
    return (
      <div ref={whenSeen} role="status" className={frame}>
        <span className="sr-only">Fetching a picture</span>
        <Skeleton className="size-full" />
      </div>
    );
  }
  return (
    <a
      href={file.data.url}
      target="_blank"
      rel="noreferrer"
      title="Open the whole picture"
      className={`${frame} border border-hairline`}
    >
      <img
        src={file.data.url}
        alt={alt}
        className="size-full object-cover"
        onError={() => {
          setBroken(true);
        }}
      />
    </a>
  );
}

function FileButton({ threadId, entryId, media }: OneProps): ReactNode {
  const file = useMedia(threadId, entryId, media.index, false);
  return (
    <div>
      <Button
        busy={file.isFetching}
        onClick={() => {
          void file.refetch().then(({ data }) => {
            if (data !== undefined) follow(data.url);
          });
        }}
      >
        {!file.isFetching && <Download aria-hidden className="size-4" />} {fileWords(media.content_type)}
      </Button>
      {file.error !== null && (
        <p role="alert" className="pt-1 text-sm text-bad-ink">
          {explain(file.error).happened}
        </p>
      )}
    </div>
  );
}

function NotTaken({ contentType }: { contentType: string }): ReactNode {
  return (
    <p className="flex items-center gap-2 rounded-md bg-sunken px-4 py-2.5 text-sm text-muted">
      <FileX aria-hidden className="size-4 shrink-0" />
      {fileWords(contentType)}, of a kind that is not kept ({contentType})
    </p>
  );
}

/** Tells once that the element has come near the part of the page that is seen. */
function useWhenSeen(tell: (isSeen: true) => void): (element: HTMLElement | null) => () => void {
  return useCallback(
    (element) => {
      if (element === null || !("IntersectionObserver" in window)) return () => undefined;
      const observer = new IntersectionObserver(
        (entries) => {
          if (entries.some((entry) => entry.isIntersecting)) tell(true);
        },
        { rootMargin: "200px" },
      );
      observer.observe(element);
      return () => {
        observer.disconnect();
      };
    },
    [tell],
  );
}
