import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readImport } from "../../testing/import-file.ts";
import { readParts, repetitions, requestOf, template, UnreadableFile } from "./entries.ts";

const design = "6a1f6d0e-0000-4000-8000-000000000001";
const organizationId = (name: string) => (name === "design" ? design : undefined);
const requests = (text: string) =>
  readImport(text).entries.map((entry) => requestOf(entry, organizationId));

describe("a file of users", () => {
  it("becomes requests: lists by semicolons, organizations by name, service accounts without email", () => {
    const text = [
      "username,email,roles,organizations,service_account",
      "mara,mara@acme.dev,auditor; user-admin,design,",
      "ci-deploy,,,,yes",
    ].join("\n");

    expect(requests(text)).toEqual([
      {
        user: {
          username: "mara",
          name: "",
          email: "mara@acme.dev",
          roles: ["auditor", "user-admin"],
          organization_ids: [design],
          password: expect.stringMatching(/^[0-9A-Za-z]{20}$/),
        },
      },
      {
        user: {
          username: "ci-deploy",
          name: "",
          roles: [],
          organization_ids: ["00000000-0000-0000-0000-000000000000"],
          service_account: true,
        },
      },
    ]);
  });

  it("makes a password for whoever signs in by one, each another, and for nobody else", () => {
    const text = ["username,login_type,service_account", "a,,", "b,password,", "c,oidc,", "d,,yes"];
    const passwords = requests(text.join("\n")).map((request) =>
      "user" in request ? request.user.password : "refused",
    );

    expect(passwords.slice(2)).toEqual([undefined, undefined]);
    expect(new Set(passwords).size).toBe(3);
  });

  it("names an organization that nobody knows instead of sending the row without it", () => {
    expect(requests("username,organizations\nmara,design;nowhere")).toEqual([
      { fault: "organizations: no “nowhere” here" },
    ]);
  });

  it("tells which columns mean nothing", () => {
    expect(readImport("username,shoe size,email\nmara,38,m@a.dev").ignored).toEqual(["shoe size"]);
  });

  it("finds a row that repeats the e-mail of another, whatever the case", () => {
    const { entries } = readImport("username,email\nmara,M@A.dev\njo,m@a.DEV\nmara,x@a.dev");

    expect(entries.map(repetitions())).toEqual([
      undefined,
      "email: used by row 2",
      "username: used by row 2",
    ]);
  });

  it("is refused without a column of usernames, when empty, and beyond 20,000 rows", () => {
    const long = `username\n${"u\n".repeat(20_001)}`;

    for (const text of ["", "email\na@b.c", long]) {
      expect(() => readImport(text)).toThrow(UnreadableFile);
    }
  });

  it("of the template can be read by the import itself", () => {
    const { entries, ignored } = readImport(template);

    expect(ignored).toEqual([]);
    expect(entries.map(({ values }) => values.username)).toEqual(["mara", "ci-deploy"]);
  });
});

describe("reading part by part", () => {
  const cell = fc.oneof(
    fc.constantFrom('"a ""b"" c"', '"line\r\nbreak"', '"a,b;c"', '"open', "ü🙂", "", " x "),
    fc.string({ maxLength: 6 }),
  );
  const row = fc.array(cell, { maxLength: 4 });
  const file = fc
    .tuple(
      fc.constantFrom("", "\uFEFF"),
      fc.constantFrom("username,email,shoe size", "email;username"),
      fc.array(row, { maxLength: 30 }),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.boolean(),
    )
    .map(([mark, head, rows, end, isEnded]) => {
      const separator = head.includes(";") ? ";" : ",";
      const lines = [head, ...rows.map((cells) => cells.join(separator))];
      return mark + lines.join(end) + (isEnded ? end : "");
    });
  const facts = (parts: ReturnType<typeof readParts>) =>
    [...parts].flatMap(({ entries }) => entries.map(({ line, values }) => ({ line, values })));

  it("gives the rows of the file read at once, whatever the quotes, the line ends and the mark", () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 7 }), (text, rowsOfPart) => {
        expect(facts(readParts(text, rowsOfPart))).toEqual(
          facts(readParts(text, Number.POSITIVE_INFINITY)),
        );
      }),
    );
  });

  it("holds no more rows in a part than are asked for, and tells how far it is", () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 7 }), (text, rowsOfPart) => {
        const parts = [...readParts(text, rowsOfPart)];
        const shares = parts.map(({ share }) => share);

        expect(parts.every(({ entries }) => entries.length <= rowsOfPart)).toBe(true);
        expect(shares).toEqual([...shares].sort((a, b) => a - b));
        expect(shares.indexOf(1)).toBe(parts.length - 1);
      }),
    );
  });
});
