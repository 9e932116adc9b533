import { Button } from "../../components/button/button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { csvLine, download } from "../../lib/csv.ts";
import type { Import } from "./use-import.ts";

/** What was generated and must be handed out, and the button that creates. */
export function CreateStep({ state }: { readonly state: Import }) {
  return (
    <>
      <Secrets state={state} />
      <Create state={state} />
    </>
  );
}

/** The generated passwords of created users, to hand out: they exist in this page alone. */
function Secrets({ state }: { readonly state: Import }) {
  const { step, secrets, handedOut } = state;
  if (step !== "created" || secrets.length === 0) return null;
  const count =
    secrets.length === 1 ? "1 password was" : `${secrets.length.toLocaleString()} passwords were`;
  const save = () => {
    const lines = secrets.map(({ values, password }) =>
      csvLine([values.username, values.email, password]),
    );
    download([csvLine(["username", "email", "password"]), ...lines], "passwords.csv");
    handedOut();
  };
  return (
    <Callout
      tone="warning"
      title={`${count} generated.`}
      action={<Button onClick={save}>Download passwords</Button>}
    >
      They are stored only as hashes. Gatehouse cannot show them again.
    </Callout>
  );
}

function Create({ state }: { readonly state: Import }) {
  const { step, left, createdFrom } = state;
  const { valid } = state.counts;
  if (step === "created") {
    const search =
      createdFrom === undefined ? { sort: "-created_at" } : { q: `created_after:"${createdFrom}"` };
    return (
      <div className="flex flex-wrap gap-2">
        <LinkButton to={`/users?${new URLSearchParams(search)}`} variant="primary">
          Show them in the list
        </LinkButton>
        {left > 0 ? (
          <Button writes onClick={state.resume}>
            Create the other {left.toLocaleString()}
          </Button>
        ) : null}
      </div>
    );
  }
  const text = `Create ${valid.toLocaleString()} ${valid === 1 ? "user" : "users"}`;
  return (
    <Button
      variant="primary"
      className="self-start"
      writes
      pending={step === "creating"}
      disabledReason={refusal(step, valid)}
      onClick={state.create}
    >
      {step === "creating" ? "Create users" : text}
    </Button>
  );
}

/** Why nothing can be created now. */
function refusal(step: Import["step"], valid: number): string | undefined {
  if (step === "checking") return "The rows are being checked.";
  return step === "checked" && valid === 0 ? "No row is valid. Mend one first." : undefined;
}
