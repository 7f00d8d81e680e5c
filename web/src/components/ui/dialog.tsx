import { useEffect, useId, useRef, type ReactNode } from "react";
import { createPortal } from "react-dom";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A question over the page. The browser keeps the focus inside, and gives it back when it closes; Esc closes. It stands
 * beside the page, not in it: a form may ask something with a form of its own.
 */
export function Dialog({ title, onClose, children }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="appear m-auto w-[min(28rem,calc(100vw-2rem))] rounded-md bg-raised p-6 text-ink shadow-float backdrop:bg-veil"
    >
      <h2 id={titleId} className="pb-3 text-lg font-semibold">
        {title}
      </h2>
      {children}
    </dialog>,
    document.body,
  );
}
