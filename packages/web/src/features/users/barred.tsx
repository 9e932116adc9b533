import { Forbidden } from "../../components/states/states.tsx";

/** In place of a page about other people, for whoever may not do there what it is for. */
export function Barred({ what }: { readonly what: "create users" | "read users" }) {
  return (
    <Forbidden back={{ label: "Open your account", to: "/settings/account" }}>
      You need the <em>user admin</em> role{what === "read users" ? ", or the auditor role," : ""}{" "}
      to {what}. An owner can grant it.
    </Forbidden>
  );
}
