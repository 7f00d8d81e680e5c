import type { ComponentProps, ReactNode } from "react";
import { LoaderCircle } from "lucide-react";
import { Link } from "wouter";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

const base =
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-md px-4 py-2 text-center font-semibold " +
  "transition-colors duration-100 select-none disabled:cursor-not-allowed";

const kinds: Record<ButtonKind, string> = {
  primary:
    "bg-accent text-on-accent hover:bg-accent-strong disabled:bg-sunken disabled:text-muted aria-busy:bg-accent aria-busy:text-on-accent",
  secondary:
    "border border-edge bg-raised text-ink hover:border-ink hover:bg-sunken disabled:border-hairline disabled:text-muted",
  quiet: "text-accent hover:bg-accent-soft disabled:text-muted",
  danger: "border border-edge bg-raised text-bad-ink hover:border-bad hover:bg-bad-soft disabled:text-muted",
};

interface ButtonProps extends ComponentProps<"button"> {
  kind?: ButtonKind;
  /** Shows that it is at work, and keeps a second click from doing it twice. */
  busy?: boolean;
}

export function Button({
  kind = "secondary",
  busy = false,
  disabled,
  className = "",
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      disabled={(disabled ?? false) || busy}
      aria-busy={busy || undefined}
      className={`${base} ${kinds[kind]} ${className}`}
      {...rest}
    >
      {busy && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </button>
  );
}

interface ButtonLinkProps {
  href: string;
  kind?: ButtonKind;
  className?: string;
  children: ReactNode;
}

/** Looks like a button, goes to a page. */
export function ButtonLink({
  href,
  kind = "secondary",
  className = "",
  children,
}: ButtonLinkProps): ReactNode {
  return (
    <Link href={href} className={`${base} ${kinds[kind]} ${className}`}>
      {children}
    </Link>
  );
}

interface IconButtonProps extends ComponentProps<"button"> {
  label: string;
}

/** A button that is only a picture; its label is read out and shown on hover. */
export function IconButton({ label, className = "", children, ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex size-11 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-sunken hover:text-ink ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}
