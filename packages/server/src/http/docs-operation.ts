import type {
  JsonSchema,
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiResponse,
} from "@gatehouse/contract";
import { colouredJson, curlExample, sampleJson } from "./docs-example.ts";
import { type Html, html, prose } from "./docs-html.ts";
import { fieldsOf, fieldTable, follow, limitsOf, typeLabel } from "./docs-schema.ts";

/** An operation with its place. */
export interface PlacedOperation {
  readonly path: string;
  /** In lower case, as OpenAPI has it. */
  readonly method: string;
  readonly operation: OpenApiOperation;
}

/** The method as a coloured word. */
export function methodBadge(method: string): Html {
  return html`<span class="method ${method}">${method.toUpperCase()}</span>`;
}

/** One operation: what it does, who may call it, what goes in, what comes out, and how to call it. */
export function operationArticle(document: OpenApiDocument, placed: PlacedOperation): Html {
  const { method, operation, path } = placed;
  const id = operation.operationId;
  return html`<article class="operation" id="op-${id}" aria-labelledby="title-${id}">
<header>
<h3 id="title-${id}"><a class="self" href="#op-${id}">${operation.summary}</a></h3>
<p class="route">${methodBadge(method)} <code>${breakable(path)}</code></p>
</header>
<div class="columns">
<div class="text">
${operation.description !== undefined && html`<p>${prose(operation.description)}</p>`}
${facts(operation)}
${parameterTables(operation)}
${requestTable(document, operation)}
${successTable(document, operation)}
${errorTable(operation)}
</div>
${examples(document, placed)}
</div>
</article>`;
}

/** A path that may break after its slashes on a narrow screen. */
function breakable(path: string): Html {
  const parts = path.split(/(?<=\/)/).map((part) => html`${part}<wbr>`);
  return html`${parts}`;
}

function facts(operation: OpenApiOperation): Html {
  const audit = operation["x-audit"];
  const limit = operation["x-body-limit"];
  return html`<dl class="facts">
<div><dt>Access</dt><dd>${access(operation)}</dd></div>
${audit !== undefined && html`<div><dt>Audit log</dt><dd><code>${audit.resource}</code> ${audit.action.replaceAll("_", " ")}</dd></div>`}
${operation["x-rate-limit"] === "login" && html`<div><dt>Rate limit</dt><dd>60 calls a minute, in addition to the limit of the API</dd></div>`}
${limit !== undefined && html`<div><dt>Body</dt><dd>at most ${kibibytes(limit)}</dd></div>`}
</dl>`;
}

function kibibytes(bytes: number): string {
  return bytes >= 1_048_576 ? `${bytes / 1_048_576} MiB` : `${bytes / 1024} KiB`;
}

function access(operation: OpenApiOperation): Html {
  if (operation.security.length === 0) return html`Everybody, without signing in`;
  const items = operation["x-permission"].map(({ permission, refusal }) => {
    if (permission === "self" && refusal === 401) return html`<li>Every signed-in user</li>`;
    if (permission === "self") {
      return html`<li>Only for oneself <span class="refusal">others get ${refusal}</span></li>`;
    }
    const outcome = refusal === "filtered" ? "leaves out the rest" : `${refusal} without it`;
    return html`<li><code>${permission}</code> <span class="refusal">${outcome}</span></li>`;
  });
  return html`<ul>${items}</ul>`;
}

function parameterTables(operation: OpenApiOperation): Html[] {
  return (["path", "query"] as const).flatMap((place) => {
    const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === place);
    if (parameters.length === 0) return [];
    const fields = parameters.map(({ description, name, required, schema }) => ({
      name,
      required: required && place === "query",
      schema: { ...schema, description },
    }));
    const caption = place === "path" ? "Path parameters" : "Query parameters";
    return [fieldTable(caption, fields, "required")];
  });
}

function requestTable(document: OpenApiDocument, operation: OpenApiOperation): Html | undefined {
  const schema = jsonSchemaOf(operation.requestBody?.content);
  if (schema === undefined) return undefined;
  return fieldTable("Request body", fieldsOf(follow(document, schema).schema), "required");
}

function jsonSchemaOf(content: OpenApiContent | undefined): JsonSchema | undefined {
  return content?.["application/json"]?.schema;
}

function successOf(operation: OpenApiOperation): [status: string, response: OpenApiResponse] {
  const found = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  return found ?? ["200", { description: "" }];
}

function successTable(document: OpenApiDocument, operation: OpenApiOperation): Html {
  const [status, response] = successOf(operation);
  const schema = jsonSchemaOf(response.content);
  const caption = `Response ${status}`;
  if (schema === undefined) {
    return html`<p class="outcome"><strong>${caption}</strong> ${prose(response.description)}</p>`;
  }
  const fields = fieldsOf(follow(document, schema).schema);
  if (fields.length > 0) return fieldTable(caption, fields, "optional");
  return html`<p class="outcome"><strong>${caption}</strong> ${typeLabel(schema)}. ${prose(response.description)} ${limitsOf(schema)}</p>`;
}

function errorTable(operation: OpenApiOperation): Html {
  const failures = Object.entries(operation.responses).filter(([status]) => /^[45]/.test(status));
  const rows = failures.map(([status, response]) => {
    const codes = (response["x-errors"] ?? []).map((code) => html`<code>${code}</code> `);
    return html`<tr><th scope="row">${status}</th><td><span class="meaning">${response.description}</span><span class="limits">${codes}</span></td></tr>`;
  });
  return html`<details><summary>Errors <span class="count">${failures.map(([status]) => status).join(" ")}</span></summary>
<table class="errors"><caption class="hidden">Errors of this endpoint</caption><thead><tr><th scope="col">Status</th><th scope="col">When</th></tr></thead><tbody>${rows}</tbody></table>
</details>`;
}

function examples(document: OpenApiDocument, { method, operation, path }: PlacedOperation): Html {
  const [status, response] = successOf(operation);
  const schema = jsonSchemaOf(response.content);
  const id = operation.operationId;
  return html`<div class="examples">
<figure><figcaption id="curl-${id}">Request</figcaption><pre tabindex="0" role="region" aria-labelledby="curl-${id} title-${id}"><code>${curlExample(document, path, method, operation)}</code></pre></figure>
${
  schema !== undefined &&
  html`<figure><figcaption id="sample-${id}">Response <span>${status}</span></figcaption><pre tabindex="0" role="region" aria-labelledby="sample-${id} title-${id}"><code>${colouredJson(sampleJson(document, schema))}</code></pre></figure>`
}
</div>`;
}
