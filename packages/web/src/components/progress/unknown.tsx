/** In place of a value that could not be read; "none" is something else. */
export function Unknown() {
  return (
    <span role="img" aria-label="unknown" className="text-text-tertiary">
      –
    </span>
  );
}
