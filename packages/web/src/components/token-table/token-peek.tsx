import { cutText } from "../../lib/cut-text.ts";
import type { Token } from "../../lib/tokens.ts";
import { StatusBadge } from "../badge/status-badge.tsx";
import { CopyButton } from "../code/copy-button.tsx";
import { FullTime } from "../date-time/date-time.tsx";
import { Fact, Facts } from "../drawer/facts.tsx";
import { Peek } from "../drawer/peek.tsx";
import { isExpired, tokenName } from "./text.ts";

/** All that is known of a token, beside its list: what cells cut, and its times to the second. */
export function TokenPeek({
  token,
  onStep,
  onClose,
}: {
  readonly token: Token;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}) {
  const { last_used_ip: address, user_agent: client } = token;
  return (
    <Peek title={tokenName(token)} onClose={onClose} onStep={onStep}>
      <Facts>
        <Fact label="Owner">{token.username}</Fact>
        <Fact label="Expires">
          <FullTime value={token.expires_at} />
          {isExpired(token, Date.now()) ? <StatusBadge status="expired" /> : null}
        </Fact>
        <Fact label="Last used">
          <FullTime value={token.last_used} />
        </Fact>
        {address === "" ? null : <Fact label="From">{address}</Fact>}
        {client === "" ? null : <Fact label="Client">{cutText(client)}</Fact>}
        <Fact label="Created">
          <FullTime value={token.created_at} />
        </Fact>
        <Fact label="Scopes">
          <Words words={token.scopes} />
        </Fact>
        <Fact label="Objects">
          {token.allow_list.includes("*:*") ? "All" : <Words words={token.allow_list} />}
        </Fact>
        <Fact label="Id">
          <code>{token.id}</code> <CopyButton value={token.id} label="Copy id" className="-my-1" />
        </Fact>
      </Facts>
    </Peek>
  );
}

function Words({ words }: { readonly words: readonly string[] }) {
  return (
    <ul className="flex list-none flex-col gap-0.5">
      {words.map((word) => (
        <li key={word}>
          <code>{word}</code>
        </li>
      ))}
    </ul>
  );
}
