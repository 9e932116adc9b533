import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, use, useId, useMemo } from "react";
import { cx } from "../class-names.ts";
import { idList } from "./id-list.ts";

/** What a field gives to the control inside it. */
export interface FieldWires {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly "aria-describedby"?: string | undefined;
  readonly "aria-invalid"?: true | undefined;
}

interface FieldContext extends FieldWires {
  readonly labelId?: string;
}

const Context = createContext<FieldContext>({});

/** The wires of the field around a control; what the control was given itself goes first. */
export function useFieldWires(own: FieldWires): FieldWires {
  const field = use(Context);
  return {
    id: own.id ?? field.id,
    name: own.name ?? field.name,
    "aria-describedby": idList(own["aria-describedby"], field["aria-describedby"]),
    "aria-invalid": own["aria-invalid"] ?? field["aria-invalid"],
  };
}

/** The id of the label of the field around a control that is no native input. */
export function useFieldLabel(): string | undefined {
  return use(Context).labelId;
}

interface FieldProps {
  /** A noun without a colon. */
  readonly label: string;
  /** One sentence. */
  readonly help?: ReactNode;
  /** What is wrong and what is accepted. */
  readonly error?: string | undefined;
  readonly optional?: boolean;
  /** The name of the field on the wire; errors of the server find the control by it. */
  readonly name?: string;
  /** A group of controls (radios, checkboxes) gets a fieldset with a legend. */
  readonly group?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Label, help, control and error, wired by ids. The control inside takes them by `useFieldWires`. */
export function Field({
  label,
  help,
  error,
  optional = false,
  name,
  group = false,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const helpId = help === undefined ? undefined : `${id}-help`;
  const errorId = error === undefined ? undefined : `${id}-error`;
  const context = useMemo<FieldContext>(
    () => ({
      id: group ? undefined : id,
      labelId: `${id}-label`,
      name,
      "aria-describedby": group ? undefined : idList(helpId, errorId),
      "aria-invalid": errorId === undefined ? undefined : true,
    }),
    [id, group, name, helpId, errorId],
  );
  const words = (
    <>
      {label}
      {optional ? <span className="font-normal text-text-tertiary"> (optional)</span> : null}
    </>
  );
  const parts = (
    <>
      {help === undefined ? null : (
        <p id={helpId} className="max-w-prose text-caption text-text-secondary">
          {help}
        </p>
      )}
      {children}
      {error === undefined ? null : <FieldError id={errorId}>{error}</FieldError>}
    </>
  );
  if (group) {
    return (
      <fieldset
        aria-describedby={idList(helpId, errorId)}
        className={cx("flex min-w-0 flex-col gap-1.5", className)}
      >
        <legend id={`${id}-label`} className="mb-1 font-medium text-body">
          {words}
        </legend>
        <Context value={context}>{parts}</Context>
      </fieldset>
    );
  }
  return (
    <div className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <label id={`${id}-label`} htmlFor={id} className="self-start font-medium text-body">
        {words}
      </label>
      <Context value={context}>{parts}</Context>
    </div>
  );
}

/** The sentence under a control that says what is wrong. */
export function FieldError({
  id,
  children,
}: {
  readonly id?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <p id={id} className="flex max-w-prose items-start gap-1.5 text-caption text-danger-text">
      <CircleAlert aria-hidden size={14} strokeWidth={1.75} className="mt-px shrink-0" />
      <span>{children}</span>
    </p>
  );
}
