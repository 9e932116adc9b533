import { Search } from "lucide-react";
import {
  type ReactNode,
  type Ref,
  type RefObject,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { announce } from "../../lib/announce.ts";
import {
  readQuery,
  type SearchToken,
  searchPieces,
  withoutToken,
} from "../../lib/search-language.ts";
import { FieldError } from "../field/field.tsx";
import { listLook, OptionBody, optionLook } from "../listbox/option-row.tsx";
import { useListbox } from "../listbox/use-listbox.ts";
import { Spinner } from "../progress/progress.tsx";
import { InputGroup } from "../text-input/input-group.tsx";
import { type SearchKey, tokenLabel } from "./search-key.ts";
import { type Suggestion, suggestionsFor, useSourceValues, wanted } from "./suggestions.ts";
import { type QueryChange, unknownKey, useSearchDraft } from "./use-search-draft.ts";

interface SearchBoxProps {
  /** What is searched: "Search users". */
  readonly label: string;
  readonly placeholder?: string;
  /** The whole query, as it stands in the address. */
  readonly query: string;
  readonly keys: readonly SearchKey[];
  readonly onChange: QueryChange;
  /** What the server says is wrong with the query. */
  readonly error?: string | undefined;
  readonly input?: RefObject<HTMLInputElement | null>;
  /** For chips: opens the values of a token again. */
  readonly handle?: Ref<SearchBoxHandle>;
}

/** What chips ask of the box. */
export interface SearchBoxHandle {
  readonly edit: (token: SearchToken) => void;
}

/** The word under the caret and what remains of the text without it. */
function wordAt(text: string, caret: number): { readonly word: string; readonly rest: string } {
  const piece = searchPieces(text).find((each) => each.start <= caret && caret <= each.end);
  if (piece === undefined) return { word: "", rest: text };
  const rest = (text.slice(0, piece.start) + text.slice(piece.end).trimStart()).trimEnd();
  return { word: piece.text, rest: rest === "" ? "" : `${rest} ` };
}

/** Free text and `key:value` tokens in one field, with suggestions. The chips stand apart: FilterChips. */
export function SearchBox(props: SearchBoxProps) {
  const { label, placeholder, query, keys, onChange, error } = props;
  const id = useId();
  const fallback = useRef<HTMLInputElement>(null);
  const input = props.input ?? fallback;
  const draft = useSearchDraft(query, keys, onChange);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const { word, rest } = wordAt(draft.text, caret);
  const asked = wanted(word, keys);
  const fromServer = useSourceValues(open ? asked.searchKey : undefined, asked.text);
  const suggestions = suggestionsFor(asked, keys, fromServer.values, Date.now());
  const shown = open && suggestions.length > 0;
  const place = (text: string): void => {
    draft.setText(text);
    setCaret(text.length);
    setOpen(true);
    input.current?.focus();
  };
  useImperativeHandle(props.handle, () => ({
    edit: (token) => place(draft.edit(token)),
  }));
  const pick = (suggestion: Suggestion): void => {
    if (suggestion.kind === "key") {
      place(`${rest}${suggestion.value}:`);
      return;
    }
    draft.pick({ key: suggestion.searchKey.key, value: suggestion.value }, rest.trimEnd());
    announce(`${suggestion.label} added`);
    setCaret(rest.length);
    setOpen(false);
  };
  const list = useListbox<Suggestion>({
    options: suggestions,
    open: shown,
    onOpenChange: setOpen,
    onPick: pick,
    autoHighlight: asked.searchKey !== undefined,
    // Close, clear, leave: the third Esc gives the keys of the page back.
    onClear: () => {
      if (!draft.clear()) input.current?.blur();
      return true;
    },
    onSubmit: draft.commit,
    onBackspace: () => {
      const last = readQuery(query).tokens.at(-1);
      if (last === undefined) return;
      onChange(withoutToken(query, last.key, last.value), "push");
      announce(`${tokenLabel(keys, last).split(":")[0]} removed`);
    },
    isPicked: (each) =>
      each.kind === "value" &&
      readQuery(query).tokens.some(
        (token) => token.key === each.searchKey.key && token.value === each.value,
      ),
  });
  const problem = unknownKey(open ? "" : draft.text, keys) ?? unknownKey(query, keys) ?? error;
  return (
    <div className="relative flex min-w-0 grow flex-col gap-1.5">
      {/* biome-ignore lint/a11y/useSemanticElements: the search element is not in every browser of the floor */}
      <div role="search">
        <InputGroup
          ref={input}
          type="search"
          aria-label={label}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : `${id}-error`}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="none"
          value={draft.text}
          prefix={
            fromServer.loading ? <Spinner /> : <Search aria-hidden size={16} strokeWidth={1.75} />
          }
          onClear={() => {
            draft.clear();
            input.current?.focus();
          }}
          clearLabel="Clear search"
          onChange={(event) => {
            const at = event.target.selectionStart ?? event.target.value.length;
            draft.type(event.target.value, at);
            setCaret(at);
            setOpen(true);
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (!pasted.includes(":")) return;
            event.preventDefault();
            draft.type(`${draft.text} ${pasted} `.trimStart(), Number.MAX_SAFE_INTEGER);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onFocus={() => (draft.text === "" ? undefined : setOpen(true))}
          onBlur={() => {
            setOpen(false);
            draft.commit();
          }}
          {...list.inputProps}
        />
      </div>
      <SuggestionList list={list} shown={shown} suggestions={suggestions} label={label} />
      {problem === undefined ? null : <FieldError id={`${id}-error`}>{problem}</FieldError>}
    </div>
  );
}

function SuggestionList({
  list,
  shown,
  suggestions,
  label,
}: {
  readonly list: ReturnType<typeof useListbox<Suggestion>>;
  readonly shown: boolean;
  readonly suggestions: readonly Suggestion[];
  readonly label: string;
}) {
  return (
    <div
      id={list.listId}
      role="listbox"
      aria-label={label}
      hidden={!shown}
      data-surface
      className="layer-menu absolute inset-x-0 top-full mt-1 max-w-dialog animate-menu-in rounded-card border raised shadow-menu"
    >
      <div role="presentation" className={listLook}>
        {suggestions.map((suggestion) => (
          <Row key={suggestion.key} list={list} suggestion={suggestion}>
            <OptionBody
              label={
                suggestion.kind === "key" ? (
                  <span className="font-mono">{suggestion.label}</span>
                ) : (
                  suggestion.label
                )
              }
              secondary={suggestion.secondary}
              picked={list.optionProps(suggestion)["aria-selected"]}
            />
          </Row>
        ))}
      </div>
    </div>
  );
}

function Row({
  list,
  suggestion,
  children,
}: {
  readonly list: ReturnType<typeof useListbox<Suggestion>>;
  readonly suggestion: Suggestion;
  readonly children: ReactNode;
}) {
  return (
    <div {...list.optionProps(suggestion)} className={optionLook}>
      {children}
    </div>
  );
}
