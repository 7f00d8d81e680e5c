import { useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { X } from "lucide-react";
import { IconButton } from "./button";

export interface Toast {
  id: number;
  text: ReactNode;
  /** For example Undo. */
  act?: { label: string; run: () => void };
  /** Milliseconds that it is shown; reading with the pointer or the focus on it stops the clock. */
  shownFor: number;
  /** Called once, when it went away by itself or was closed, but not after its act. */
  onGone?: () => void;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function showToast(toast: Omit<Toast, "id" | "shownFor"> & { shownFor?: number }): number {
  lastId += 1;
  change([...toasts, { shownFor: 6000, ...toast, id: lastId }]);
  return lastId;
}

function dismiss(toast: Toast): void {
  if (!toasts.includes(toast)) return;
  change(toasts.filter((other) => other !== toast));
  toast.onGone?.();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where short news appear. Above the bottom bar on a phone. */
export function Toasts(): ReactNode {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-[calc(5rem+env(safe-area-inset-bottom))] z-40 flex flex-col items-center gap-2 lg:bottom-6"
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }): ReactNode {
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    if (paused) return;
    const timer = setTimeout(() => {
      dismiss(toast);
    }, toast.shownFor);
    return () => {
      clearTimeout(timer);
    };
  }, [paused, toast]);
  return (
    <div
      ref={useWhileAttended(setPaused)}
      className="appear pointer-events-auto flex max-w-full items-center gap-1 rounded-md bg-ink py-1 ps-4 pe-1 text-ground shadow-float"
    >
      <span className="min-w-0 truncate py-2">{toast.text}</span>
      {toast.act !== undefined && (
        <button
          type="button"
          className="min-h-11 shrink-0 rounded-md px-3 font-semibold underline underline-offset-4 focus-visible:outline-ground"
          onClick={() => {
            change(toasts.filter((other) => other !== toast));
            toast.act?.run();
          }}
        >
          {toast.act.label}
        </button>
      )}
      <IconButton
        label="Close"
        className="text-ground! hover:bg-transparent focus-visible:outline-ground"
        onClick={() => {
          dismiss(toast);
        }}
      >
        <X aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}

/** Tells whether the pointer or the focus is on the element that the returned ref is given to. */
function useWhileAttended(tell: (isAttended: boolean) => void): (element: HTMLElement | null) => () => void {
  return useCallback(
    (element) => {
      const leave = new AbortController();
      for (const [event, isAttended] of Object.entries(attention)) {
        element?.addEventListener(
          event,
          () => {
            tell(isAttended);
          },
          { signal: leave.signal },
        );
      }
      return () => {
        leave.abort();
      };
    },
    [tell],
  );
}

const attention = { pointerenter: true, pointerleave: false, focusin: true, focusout: false };
