import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { buildInfoQuery } from "../../lib/queries.ts";
import { type Secret, SecretReveal } from "../secret-reveal/secret-reveal.tsx";
import { secretSnippets } from "./text.ts";

/**
 * A new secret and the dialog that shows it once. The value stays in this component: never in the query cache, the
 * address or storage.
 */
export function useSecret(onClosed: () => void = () => undefined) {
  const [secret, setSecret] = useState<Secret>();
  const { data: build } = useQuery(buildInfoQuery);
  const address = build?.dashboard_url;
  const reveal = (value: string, facts: readonly ReactNode[]): void =>
    setSecret({
      value,
      title: "Copy the token now",
      label: "Token",
      facts,
      snippets: secretSnippets(
        value,
        address === undefined || address === "" ? location.origin : address,
      ),
    });
  const dialog = (
    <SecretReveal
      secret={secret}
      onClose={() => {
        setSecret(undefined);
        onClosed();
      }}
    />
  );
  return { reveal, dialog };
}
