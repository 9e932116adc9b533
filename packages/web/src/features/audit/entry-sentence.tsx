import { Link } from "../../components/link/link.tsx";
import type { AuditEntry } from "../../lib/audit-entry.ts";
import { sentenceParts, targetPath } from "../../lib/audit-sentence.ts";

/** The sentence of an entry, with links to whom and what it names as far as they still exist. */
export function EntrySentence({ entry }: { readonly entry: AuditEntry }) {
  const target = targetPath(entry);
  return sentenceParts(entry).map(({ kind, text }) => {
    const to =
      kind === "target"
        ? target
        : kind === "actor" && entry.user !== null
          ? `/users/${encodeURIComponent(entry.user.username)}`
          : undefined;
    if (kind === "words") return <span key={text}> {text} </span>;
    return to === undefined ? (
      <strong key={kind} className="font-medium [overflow-wrap:anywhere]">
        {text}
      </strong>
    ) : (
      <Link
        key={kind}
        to={to}
        look="quiet"
        preload={false}
        className="font-medium underline-offset-2 [overflow-wrap:anywhere] hover:underline"
      >
        {text}
      </Link>
    );
  });
}
