import { useId, type ComponentProps, type ReactNode } from "react";
import { CircleAlert } from "lucide-react";

interface FieldProps {
  label: string;
  /** Said below the field, always. */
  help?: ReactNode;
  /** What is wrong with what was typed, and what to do; read out when it appears. */
  error?: string | undefined;
  optional?: boolean;
}

interface Wiring {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

function FieldFrame({
  label,
  help,
  error,
  optional = false,
  children,
}: FieldProps & { children: (wiring: Wiring) => ReactNode }): ReactNode {
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const described = [help === undefined ? "" : helpId, error === undefined ? "" : errorId]
    .filter((part) => part !== "")
    .join(" ");
  return (
    <div>
      <div className="flex items-baseline justify-between gap-2 pb-1.5">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {optional && <span className="text-xs text-muted">optional</span>}
      </div>
      {children({
        id,
        "aria-describedby": described === "" ? undefined : described,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {help !== undefined && (
        <p id={helpId} className="pt-1.5 text-sm text-muted">
          {help}
        </p>
      )}
      <p id={errorId} role="alert" className="text-sm text-bad-ink">
        {error !== undefined && (
          <span className="flex gap-1.5 pt-1.5">
            <CircleAlert aria-hidden className="mt-0.75 size-4 shrink-0" />
            {error}
          </span>
        )}
      </p>
    </div>
  );
}

/** How whatever can be typed into or chosen from looks. */
export const control =
  "w-full rounded-md border border-edge bg-raised px-3 text-base text-ink placeholder:text-muted " +
  "aria-invalid:border-bad disabled:bg-sunken disabled:text-muted focus-visible:rounded-md";

export function TextField({
  label,
  help,
  error,
  optional = false,
  className = "",
  ...rest
}: FieldProps & Omit<ComponentProps<"input">, "id">): ReactNode {
  return (
    <FieldFrame label={label} help={help} error={error} optional={optional}>
      {(wiring) => <input className={`${control} h-11 ${className}`} {...wiring} {...rest} />}
    </FieldFrame>
  );
}

export function TextArea({
  label,
  help,
  error,
  optional = false,
  className = "",
  ...rest
}: FieldProps & Omit<ComponentProps<"textarea">, "id">): ReactNode {
  return (
    <FieldFrame label={label} help={help} error={error} optional={optional}>
      {(wiring) => <textarea className={`${control} block py-2.5 ${className}`} {...wiring} {...rest} />}
    </FieldFrame>
  );
}

export function SelectField({
  label,
  help,
  error,
  className = "",
  children,
  ...rest
}: FieldProps & Omit<ComponentProps<"select">, "id">): ReactNode {
  return (
    <FieldFrame label={label} help={help} error={error}>
      {(wiring) => (
        <select className={`${control} h-11 ${className}`} {...wiring} {...rest}>
          {children}
        </select>
      )}
    </FieldFrame>
  );
}
