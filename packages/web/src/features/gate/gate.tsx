import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { isOwnPicture } from "../../components/avatar/avatar.tsx";
import { Mark } from "../../components/mark/mark.tsx";
import { buildInfoQuery, deploymentAppearanceQuery } from "../../lib/queries.ts";
import { useSessionState } from "../../lib/session.ts";

/** A card in the middle, for pages before anybody is in: mark and name above, version and documentation below. */
export function Gate({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}) {
  // The name and logo of the operator are told to whoever is signed in.
  const isIn = useSessionState() === "open";
  const { data: appearance } = useQuery({ ...deploymentAppearanceQuery, enabled: isIn });
  const { data: build } = useQuery(buildInfoQuery);
  const name = appearance?.application_name || "Gatehouse";
  const logo = appearance?.logo_url ?? "";
  return (
    <div className="flex min-h-dvh flex-col items-center px-4">
      <div aria-hidden className="grow-2 basis-8" />
      <div className="flex w-full max-w-gate flex-col gap-6">
        <header className="flex items-center justify-center gap-2.5">
          {isOwnPicture(logo) ? <img src={logo} alt="" className="size-7" /> : <Mark size={28} />}
          <span className="font-semibold text-h1 tracking-tight">{name}</span>
        </header>
        <main className="rounded-dialog border bg-surface p-6 shadow-sticky sm:p-8">
          <h1 tabIndex={-1} className="text-balance text-center text-display">
            {title}
          </h1>
          {lead === undefined ? null : (
            <p className="mt-1.5 text-balance text-center text-body text-text-secondary">{lead}</p>
          )}
          <div className="mt-6 flex flex-col gap-5">{children}</div>
        </main>
      </div>
      <div aria-hidden className="grow-3 basis-8" />
      <footer className="flex gap-3 py-5 text-caption text-text-tertiary">
        <span>Gatehouse {build?.gatehouse_version ?? ""}</span>
        <a
          href="/docs"
          className="rounded-small underline-offset-2 hover:text-text hover:underline"
        >
          Documentation
        </a>
      </footer>
    </div>
  );
}
