/** The first two of a list of names and how many more there are; the whole list on hover. */
export function Names({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) {
    return (
      <span role="img" aria-label="none" className="text-text-tertiary">
        –
      </span>
    );
  }
  const more = names.length - 2;
  return (
    <span title={names.join(", ")} className="truncate">
      {names.slice(0, 2).join(", ")}
      {more > 0 ? <span className="text-text-tertiary"> +{more}</span> : null}
    </span>
  );
}
