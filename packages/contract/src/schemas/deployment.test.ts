import { describe, expect, test } from "vitest";
import { writeJson } from "../json/write.ts";
import { zeroValue } from "../normalise.ts";
import { responseFaults } from "../response.ts";
import type { SchemaData } from "../shape.ts";
import { deploymentConfig } from "./deployment.ts";
import { referenceFields } from "./deployment-reference.gen.ts";
import { deploymentValues } from "./deployment-values.ts";

const kinds: Readonly<Partial<Record<SchemaData["kind"], string>>> = {
  text: "text",
  enum: "text",
  int: "number",
  int64: "number",
  bool: "bool",
  list: "list",
  map: "map",
};

/** The fields of a schema by dotted path, with the kind of their JSON. */
function fieldsOf(schema: SchemaData, path: readonly string[] = []): [string, string][] {
  if (schema.kind === "optional") return fieldsOf(schema.inner, path);
  if (schema.kind === "object") {
    return Object.entries(schema.fields).flatMap(([name, field]) =>
      fieldsOf(field, [...path, name]),
    );
  }
  const own: [string, string] = [path.join("."), kinds[schema.kind] ?? schema.kind];
  const items =
    schema.kind === "list" && schema.item.kind === "object"
      ? fieldsOf(schema.item, [...path, "[]"])
      : [];
  return [own, ...items];
}

/** Fields of sign-in that are younger than the reference (spec federated-login §11.1). */
const youngerFields = {
  "oidc.auto_repair_links": "bool",
  "oidc.email_fallback": "bool",
  "oidc.redirect_allowed_hosts": "list",
};

describe("the deployment configuration", () => {
  test("has exactly the fields of the reference and younger ones, with JSON of the same kind", () => {
    const ours = Object.fromEntries(fieldsOf(deploymentValues));

    expect(ours).toEqual({ ...referenceFields, ...youngerFields });
  });

  test("of nothing but zero values is a valid answer", () => {
    const answer = Buffer.from(writeJson({ config: zeroValue(deploymentValues), options: [] }));

    expect(responseFaults(deploymentConfig, answer)).toEqual([]);
  });

  test("names the SSH settings as the real server does, not as the reference", () => {
    const { fields } = deploymentValues.fields.config_ssh;

    expect(Object.keys(fields)).toEqual(["DeploymentName", "SSHConfigOptions"]);
  });
});
