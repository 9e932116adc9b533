/** The mark: a gatehouse from the front, with a lit door inside its arch. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden className="shrink-0">
      <path className="fill-accent-text" d="M2 2h3v2h2V2h2v2h2V2h3v12h-3v-4a3 3 0 0 0-6 0v4H2z" />
      <path className="fill-lamp" d="M7 14v-4a1 1 0 0 1 2 0v4z" />
    </svg>
  );
}
