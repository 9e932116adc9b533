import type { Secret } from "../../components/secret-reveal/secret-reveal.tsx";

/** A generated password, as it is shown once. */
export function passwordSecret(username: string, password: string): Secret {
  return {
    value: password,
    title: `Copy the password of ${username} now`,
    label: "Password",
    facts: ["The user can change it after signing in."],
  };
}
