import fc from "fast-check";
import { expect, test } from "vitest";
import { passcodeMail } from "./mail-passcode.ts";

const input = {
  accessUrl: "https://dev.example.com",
  userName: "Ada",
  email: "ada+x@example.com",
  passcode: "6f1c0a52-9d0f-4a3c-8f1e-0f6a3b1c2d4e",
};
const link =
  "https://dev.example.com/reset-password/change?otp=6f1c0a52-9d0f-4a3c-8f1e-0f6a3b1c2d4e&email=ada%2Bx%40example.com";

test("both bodies carry the reset link, the subject carries no secret", () => {
  const { subject, text, html } = passcodeMail(input);

  expect(text).toContain(`\n${link}\n`);
  expect(html).toContain(`href="${link.replace("&", "&amp;")}"`);
  expect(subject).toBe("Reset your Gatehouse password");
});

test("a trailing slash and a path of the access URL are respected", () => {
  const { text } = passcodeMail({ ...input, accessUrl: "https://example.com/dev/" });

  expect(text).toContain("\nhttps://example.com/dev/reset-password/change?otp=");
});

test("a name with markup stays text", () => {
  const userName = `<img src=x onerror="alert('1')">&`;

  const { html } = passcodeMail({ ...input, userName });

  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;");
});

test("no name, however odd, adds lines or markup to the mail", () => {
  const lines = (text: string) => text.split(/\r\n|[\r\n\u2028\u2029]/).length;
  const plain = passcodeMail(input);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (userName, app) => {
      const mail = passcodeMail({ ...input, userName, applicationName: app });

      expect(lines(mail.text)).toBe(lines(plain.text));
      expect(lines(mail.subject)).toBe(1);
      expect(mail.html.match(/[<>]/g)?.length).toBe(plain.html.match(/[<>]/g)?.length);
    }),
  );
});

test("an empty name is greeted without one", () => {
  expect(passcodeMail({ ...input, userName: " " }).text.startsWith("Hello,\n")).toBe(true);
});
