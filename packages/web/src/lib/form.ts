import {
  type ChangeEvent,
  type FormEvent,
  type KeyboardEvent,
  useEffect,
  useRef,
  useState,
} from "react";
import { offerDraft, takeDraft } from "./draft.ts";
import { type FieldLabels, fieldError, type Problem, problemOf } from "./problem.ts";

/** Sentences about fields by wire name; absent where nothing is wrong. */
export type FieldErrors<V> = { readonly [Name in keyof V]?: string | undefined };

/** What a form is made of. */
export interface FormSettings<V extends object> {
  /** Changing it later changes nothing; use `reset`. */
  readonly initial: V;
  /** What the form calls its fields, by wire name. */
  readonly labels: FieldLabels;
  /** What can be judged without the server. */
  readonly check?: (values: V) => FieldErrors<V>;
  /** Sends the values; a thrown ApiFailure becomes the form's errors. */
  readonly submit: (values: V) => Promise<unknown>;
}

type Texts<V> = { [Name in keyof V]: V[Name] extends string ? Name : never }[keyof V] & string;

/** A form: its values, what is wrong with them, and the wires of its controls. */
export interface Form<V extends object> {
  readonly values: V;
  readonly pending: boolean;
  /** What the server said about the form, or that several fields cannot be sent; the same object until the next submit. */
  readonly problem: Problem | undefined;
  /** The error that the last submit ended with. */
  readonly failure: unknown;
  /** Names of the fields that differ from where the form started. */
  readonly changed: readonly (keyof V & string)[];
  set<Name extends keyof V>(name: Name, value: V[Name]): void;
  /** The sentence for a field: of the last submit, or of `check` once it is time to say so. */
  error(name: keyof V & string): string | undefined;
  /** Wires of a text control. */
  text(name: Texts<V>): {
    readonly name: string;
    readonly value: string;
    readonly onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
    readonly onBlur: () => void;
  };
  /** Starts over with these values. */
  reset(values: V): void;
  submit(): Promise<void>;
  /** Wires of the form element: Enter and Ctrl+Enter submit. */
  readonly props: {
    readonly noValidate: true;
    readonly onSubmit: (event: FormEvent) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

/**
 * The state of a form (console guide §3.9): nothing is said while somebody types for the first time; on leaving a
 * changed field; with every key once an error shows; everything on submit. The server's `validations` land on the
 * fields of the same name.
 */
export function useForm<V extends object>(settings: FormSettings<V>): Form<V> {
  const [start, setStart] = useState(settings.initial);
  const key = Object.keys(settings.initial).join();
  const [values, setValues] = useState(() => takeDraft(key, location.pathname, settings.initial));
  const [told, setTold] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<unknown>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [corrected, setCorrected] = useState<ReadonlySet<string>>(new Set());
  const [pending, setPending] = useState(false);
  const running = useRef(false);
  const found: FieldErrors<V> = settings.check?.(values) ?? noErrors();
  const names = Object.keys(start) as (keyof V & string)[];
  const changed = names.filter((name) => !isSame(values[name], start[name]));
  const latest = useRef({ changed, values });
  useEffect(() => {
    latest.current = { changed, values };
  });
  // What was typed goes along when signing in again leads over another page.
  useEffect(
    () =>
      offerDraft(key, () => {
        const { changed: dirty, values: typed } = latest.current;
        return Object.fromEntries(dirty.map((name) => [name, typed[name]]));
      }),
    [key],
  );

  const set: Form<V>["set"] = (name, value) => {
    setValues((before) => ({ ...before, [name]: value }));
    setCorrected((before) => new Set(before).add(String(name)));
  };
  const error: Form<V>["error"] = (name) => {
    if (told.has(name) && found[name] !== undefined) return found[name];
    return corrected.has(name) ? undefined : fieldError(failure, name);
  };
  const submit = async () => {
    if (running.current) return;
    setTold(new Set(names));
    const faulty = names.filter((name) => found[name] !== undefined);
    const [first] = faulty;
    if (first !== undefined) {
      document.getElementsByName(first)[0]?.focus();
      setFailure(undefined);
      setProblem(faulty.length > 1 ? faultsOf(faulty, found, settings.labels) : undefined);
      return;
    }
    running.current = true;
    setPending(true);
    setFailure(undefined);
    setProblem(undefined);
    try {
      await settings.submit(values);
    } catch (thrown) {
      setFailure(thrown);
      setProblem(problemOf(thrown, settings.labels));
      setCorrected(new Set());
    } finally {
      running.current = false;
      setPending(false);
    }
  };
  return {
    values,
    pending,
    failure,
    // What the console found itself is gone with the last but one of its faults.
    problem:
      failure === undefined && names.filter((name) => found[name] !== undefined).length < 2
        ? undefined
        : problem,
    changed,
    set,
    error,
    text: (name) => ({
      name,
      value: String(values[name]),
      onChange: (event) => set(name, event.target.value as V[typeof name]),
      onBlur: () => {
        if (!isSame(values[name], start[name])) setTold((before) => new Set(before).add(name));
      },
    }),
    reset: (next) => {
      setStart(next);
      setValues(next);
      setTold(new Set());
      setFailure(undefined);
      setProblem(undefined);
    },
    submit,
    props: {
      noValidate: true,
      onSubmit: (event) => {
        event.preventDefault();
        void submit();
      },
      onKeyDown: (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void submit();
      },
    },
  };
}

/** Several fields that cannot be sent, as FormAlert tells them. */
function faultsOf<V extends object>(
  names: readonly (keyof V & string)[],
  found: FieldErrors<V>,
  labels: FieldLabels,
): Problem {
  return {
    message: "Nothing was sent.",
    fields: names.map((name) => ({ name, label: labels[name], detail: found[name] ?? "" })),
  };
}

/** Compares values, not whether somebody typed: lists by their items. */
function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function noErrors<V>(): FieldErrors<V> {
  return {};
}
