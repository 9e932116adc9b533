import { ApiFailure } from "@gatehouse/sdk";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Field } from "../components/field/field.tsx";
import { FormAlert } from "../components/form/form-alert.tsx";
import { TextInput } from "../components/text-input/text-input.tsx";
import { show } from "../testing/render.tsx";
import { useForm } from "./form.ts";

afterEach(cleanup);

const labels = { name: "Name", email: "Email" };
const missing = (label: string, text: string) => (text === "" ? `Enter ${label}.` : undefined);

function Person({ submit }: { readonly submit: () => Promise<unknown> }) {
  const form = useForm({
    initial: { name: "", email: "" },
    labels: { ...labels },
    check: ({ name, email }) => ({
      name: missing("a name", name),
      email: missing("an email", email),
    }),
    submit,
  });
  return (
    <form {...form.props}>
      <FormAlert problem={form.problem} />
      <Field label="Name" error={form.error("name")}>
        <TextInput {...form.text("name")} />
      </Field>
      <Field label="Email" error={form.error("email")}>
        <TextInput {...form.text("email")} />
      </Field>
      <button type="submit">Save</button>
    </form>
  );
}

const name = () => screen.getByRole("textbox", { name: "Name" });
const email = () => screen.getByRole("textbox", { name: "Email" });
const save = () => screen.getByRole("button", { name: "Save" });

const refused = (validations: readonly { field: string; detail: string }[]) =>
  new ApiFailure({ status: 400, message: "Not saved.", detail: "", validations, requestId: "r" });

test("whoever goes on typing after a refusal keeps the focus", async () => {
  const { user } = show(<Person submit={() => Promise.reject(refused([]))} />);
  await user.type(name(), "mara");
  await user.type(email(), "m{Enter}");
  const alert = await screen.findByRole("alert");
  expect(document.activeElement).toBe(alert);

  await user.type(email(), "ara@acme.dev");

  expect(email()).toHaveProperty("value", "mara@acme.dev");
  expect(document.activeElement).toBe(email());
});

test("with one wrong field the focus goes there, and may leave again", async () => {
  const taken = refused([{ field: "name", detail: "already in use" }]);
  const { user } = show(<Person submit={() => Promise.reject(taken)} />);
  await user.type(name(), "mara");
  await user.type(email(), "m{Enter}");
  await screen.findByRole("alert");
  expect(document.activeElement).toBe(name());

  await user.type(email(), "ara@acme.dev");

  expect(document.activeElement).toBe(email());
});

test("several fields that cannot be sent are told together, each with the way there", async () => {
  const { user } = show(<Person submit={() => Promise.resolve()} />);
  await user.click(save());

  const alert = screen.getByRole("alert");
  expect(alert.textContent).toContain("2 fields need attention");
  expect(document.activeElement).toBe(alert);
  await user.click(screen.getByRole("button", { name: "Email: Enter an email." }));
  expect(document.activeElement).toBe(email());
  await user.type(email(), "mara@acme.dev");

  expect(screen.queryByText("2 fields need attention")).toBeNull();
  await user.click(save());
  expect(document.activeElement).toBe(name());
});
