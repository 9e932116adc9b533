import { type OpenApiDocument, openApiDocument, writeJson } from "@gatehouse/contract";
import { describe, expect, it } from "vitest";
import { curlExample } from "./docs-example.ts";
import { escapeHtml, html } from "./docs-html.ts";
import { docsPage } from "./docs-page.ts";
import { docsStyle } from "./docs-style.ts";
import { missingPage, startPage } from "./start-page.ts";

const document = openApiDocument({ version: "v1.2.3", accessUrl: "https://gatehouse.example" });
const page = docsPage(document);
const operations = Object.values(document.paths).flatMap((item) => Object.values(item));

describe("the reference page", () => {
  it("shows every operation once and links to it from the contents", () => {
    for (const { operationId } of operations) {
      expect(page.split(`id="op-${operationId}"`)).toHaveLength(2);
      expect(page).toContain(`<li><a href="#op-${operationId}">`);
    }
  });

  it("has every id once, and a target for every link within the page", () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  });

  it("works without scripts, inline styles and anything from elsewhere", () => {
    expect(page).not.toMatch(/<script|<style| style="| on[a-z]+="|javascript:/i);
    expect(
      [...page.matchAll(/ (?:href|src)="(?!#)([^"]+)"/g)].map(([, url]) => url?.split(",")[0]),
    ).toEqual(["data:image/svg+xml", "/docs/style.css", "/", "/openapi.json", "/"]);
    expect(docsStyle).not.toMatch(/url\(|@import|<\//);
  });

  it("escapes every text of the document", () => {
    const attack = `"'><script>alert(1)</script>&`;

    const attacked = docsPage(poisoned(document, attack));

    expect(attacked).not.toMatch(/<script/i);
    expect(attacked).toContain("&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;");
  });

  it("says who may call an operation and what others receive", () => {
    const article = articleOf("updateUserProfile");

    expect(article).toContain("<code>user:update_personal</code>");
    expect(article).toContain("404 without it");
    expect(articleOf("login")).toContain("Everybody, without signing in");
  });

  it("marks what a request must have", () => {
    const row = /<tr>(?:(?!<\/tr>).)*<code>username<\/code>(?:(?!<\/tr>).)*<\/tr>/s.exec(
      articleOf("createUser"),
    );

    expect(row?.[0]).toContain('class="mark required"');
  });
});

describe("an example call", () => {
  it("sends the credential only where one is needed", () => {
    const path = "/api/v2/users/login";
    const login = document.paths[path]?.["post"];
    const logout = document.paths["/api/v2/users/logout"]?.["post"];

    expect(login && curlExample(document, path, "post", login)).not.toContain("TOKEN");
    expect(logout && curlExample(document, path, "post", logout)).toContain("$GATEHOUSE_TOKEN");
  });

  it("carries a body that is valid JSON with all required fields", () => {
    const path = "/api/v2/users/{user}/password";
    const operation = document.paths[path]?.["put"];

    const call = operation && curlExample(document, path, "put", operation);

    const body = /-d '([^']*)'$/.exec(call ?? "")?.[1];
    expect(Object.keys(JSON.parse(body ?? ""))).toEqual(["old_password", "password"]);
    expect(call).toContain('"$GATEHOUSE_URL/api/v2/users/me/password"');
  });
});

describe("a sample answer", () => {
  it("shows roles as roles", () => {
    expect(articleOf("getUser")).toContain("auditor");
    expect(articleOf("getUser")).not.toContain("Engineering");
  });
});

describe("the start page", () => {
  it("shows the call that makes the first user, with the address of the deployment", () => {
    expect(startPage("https://gatehouse.example")).toContain(
      "curl https://gatehouse.example/api/v2/users/first -d",
    );
  });

  it("works without scripts, and escapes the address", () => {
    const attack = `https://gatehouse.example/"><script>alert(1)</script>`;

    for (const each of [startPage(attack), missingPage]) {
      expect(each).not.toMatch(/<script|<style| style="| on[a-z]+="|javascript:/i);
    }
  });
});

describe("html", () => {
  it("escapes texts and keeps markup", () => {
    const inner = html`<b>${"<&>"}</b>`;

    expect(html`<p title="${'"'}">${inner}${[inner]}${false}${undefined}${1}</p>`.markup).toBe(
      '<p title="&quot;"><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b>1</p>',
    );
    expect(escapeHtml("'")).toBe("&#39;");
  });
});

function articleOf(id: string): string {
  const [, rest = ""] = page.split(`id="op-${id}"`);
  return rest.split("</article>")[0] ?? "";
}

/** The document with an attack in every text that people write, names of fields included. */
function poisoned(original: OpenApiDocument, attack: string): OpenApiDocument {
  const people = new Set(["description", "summary", "version", "title"]);
  // The document holds 64-bit bounds as bigints, which only our writer knows.
  return JSON.parse(writeJson(original), (key, value) => {
    if (typeof value === "string" && people.has(key)) return `${value}${attack}`;
    if (key !== "properties") return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [`${name}${attack}`, field]),
    );
  });
}
