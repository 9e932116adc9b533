import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Callout } from "../../components/callout/callout.tsx";
import { Code } from "../../components/code/code.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { authMethodsQuery } from "../../lib/queries.ts";

/** The frame of the pages about sync: head, what is missing, settings and beside them the try. */
export function SyncPage({
  title,
  meta,
  tabs,
  aside,
  children,
}: {
  readonly title: string;
  readonly meta: string;
  readonly tabs?: ReactNode;
  readonly aside: ReactNode;
  readonly children: ReactNode;
}) {
  const { data: methods } = useQuery(authMethodsQuery);
  return (
    <div className="mx-auto flex max-w-list flex-col gap-5">
      <PageHeader title={title} meta={meta} />
      {methods?.oidc.enabled === false ? (
        <Callout title="Single sign-on is not configured">
          Nothing is synchronized until <Code>GATEHOUSE_OIDC_ISSUER_URL</Code>,{" "}
          <Code>GATEHOUSE_OIDC_CLIENT_ID</Code> and <Code>GATEHOUSE_OIDC_CLIENT_SECRET</Code> are
          set. Settings can be prepared here.
        </Callout>
      ) : null}
      {tabs}
      <div className="grid items-start gap-8 xl:grid-cols-[minmax(0,1fr)_26rem]">
        {children}
        {aside}
      </div>
    </div>
  );
}
