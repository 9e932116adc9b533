import { once } from "node:events";
import {
  createOwner,
  openSocket,
  parseRawAnswer,
  type RawAnswer,
  readToEnd,
  sendRaw,
  startTestApp,
  startWitness,
  type TestApp,
  type TestUser,
  type Witness,
} from "@gatehouse/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

let app: TestApp;
let origin: string;
let owner: TestUser;
let witness: Witness;
beforeAll(async () => {
  app = await startTestApp();
  origin = await app.listen();
  owner = await createOwner(app);
});
afterAll(() => app.stop());

// Whatever a client does here, another one goes on undisturbed.
beforeEach(() => {
  witness = startWitness(origin);
});
afterEach(() => witness.verdict());

interface RawRequest {
  method?: string;
  path?: string;
  body?: string | Uint8Array;
  headers?: readonly string[];
}

/** A request as text, for one answer on a connection of its own. */
function message({ method = "PUT", path, body = "", headers = [] }: RawRequest): Buffer {
  const bytes = Buffer.from(body);
  const head = [
    `${method} ${path ?? "/api/v2/users/me/appearance"} HTTP/1.1`,
    "Host: gatehouse.test",
    "Connection: close",
    `Coder-Session-Token: ${owner.client.token}`,
    `Content-Length: ${bytes.length}`,
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), bytes]);
}

const send = (request: RawRequest): Promise<RawAnswer | null> => sendRaw(origin, message(request));

function expectRefusal(answer: RawAnswer | null, status: number): void {
  expect(answer?.status).toBe(status);
  expect(answer?.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(JSON.parse(answer?.body ?? "").message).not.toBe("");
}

describe("bodies", () => {
  const depth = 10_000;
  const refused: readonly (readonly [string, string | Uint8Array])[] = [
    ["nothing", ""],
    ["blanks", "   \n"],
    ["half an object", '{"theme_preference":'],
    ["no quotes", "{theme_preference: dark}"],
    ["a list", "[]"],
    ["a number", "42"],
    ["a text", '"dark"'],
    ["a comment", '{"theme_preference":"dark" /* */}'],
    ["a number as text field", '{"theme_preference":1}'],
    ["an object as text field", '{"theme_preference":{}}'],
    ["a list as text field", '{"theme_preference":[]}'],
    ["a truth value as text field", '{"theme_preference":true}'],
    ["ten thousand lists in each other", `${"[".repeat(depth)}${"]".repeat(depth)}`],
    ["ten thousand objects in each other", `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`],
    ["depth in an unknown field", `{"x":${"[".repeat(depth)}${"]".repeat(depth)}}`],
    ["depth that never ends", "[".repeat(500_000)],
    ["U+0000 escaped", '{"theme_preference":"a\\u0000b","terminal_font":"geist-mono"}'],
    ["U+0000 raw", '{"theme_preference":"a\u0000b","terminal_font":"geist-mono"}'],
    ["zeros", Buffer.alloc(1000)],
    ["UTF-16", Buffer.from('{"theme_preference":"dark"}', "utf16le")],
    ["a lone escape", '{"theme_preference":"\\'],
    ["a huge number", `{"theme_preference":${"9".repeat(100_000)}}`],
  ];
  for (const [what, body] of refused) {
    test(`${what} is a 400`, async () => {
      expectRefusal(await send({ body }), 400);
    });
  }

  const accepted: readonly (readonly [string, string | Uint8Array])[] = [
    [
      "unknown fields",
      '{"theme_preference":"dark","terminal_font":"geist-mono","x":{"y":[1,2,{}]},"__proto__":{"a":1}}',
    ],
    [
      "a repeated field, the last one of which is right",
      '{"theme_preference":"dark","terminal_font":7,"terminal_font":"geist-mono"}',
    ],
    ["a field in other letter case", '{"Theme_Preference":"dark","TERMINAL_FONT":"geist-mono"}'],
    [
      "null beside what is needed",
      '{"theme_mode":null,"theme_dark":null,"theme_preference":"dark","terminal_font":"geist-mono"}',
    ],
    [
      "something behind the object",
      '{"theme_preference":"dark","terminal_font":"geist-mono"} and more',
    ],
    [
      "depth within reason",
      `{"theme_preference":"dark","terminal_font":"geist-mono","x":${"[".repeat(100)}${"]".repeat(100)}}`,
    ],
    [
      "broken UTF-8 in an unknown field",
      Buffer.concat([
        Buffer.from('{"theme_preference":"dark","terminal_font":"geist-mono","x":"'),
        Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
        Buffer.from('"}'),
      ]),
    ],
  ];
  for (const [what, body] of accepted) {
    test(`${what} is no fault`, async () => {
      expect((await send({ body }))?.status).toBe(200);
    });
  }

  test("broken UTF-8 is stored as replacement characters", async () => {
    const body = Buffer.concat([
      Buffer.from(`{"username":"${owner.username}","name":"a`),
      Buffer.from([0xff]),
      Buffer.from('b"}'),
    ]);

    const answer = await send({ path: "/api/v2/users/me/profile", body });

    expect(answer?.status).toBe(200);
    expect(JSON.parse(answer?.body ?? "").name).toBe("a\ufffdb");
  });

  test("a hundred thousand members do not take long", async () => {
    const members = Array.from({ length: 60_000 }, (_, index) => `"f${index}":1`);

    expectRefusal(await send({ body: `{${members.join(",")}}` }), 400);
  });
});

describe("size", () => {
  const tenMegabytes = 10 * 1024 * 1024;

  test("a body of ten megabytes is a 413 that the client can read", async () => {
    expectRefusal(await send({ body: Buffer.alloc(tenMegabytes, 0x20) }), 413);
  });

  test("a chunked body of ten megabytes is a 413 that the client can read", async () => {
    const chunk = Buffer.concat([
      Buffer.from("10000\r\n"),
      Buffer.alloc(65_536),
      Buffer.from("\r\n"),
    ]);
    const chunks = Array.from({ length: tenMegabytes / 65_536 }, () => chunk);
    const head = message({}).toString().replace("Content-Length: 0", "Transfer-Encoding: chunked");

    const all = Buffer.concat([Buffer.from(head), ...chunks, Buffer.from("0\r\n\r\n")]);

    expectRefusal(await sendRaw(origin, all), 413);
  });

  test.each([
    ["declared", "Content-Length: 1073741824", ""],
    ["in chunks", "Transfer-Encoding: chunked", "10000\r\n"],
  ])("a body without end, %s, ends the connection", async (_how, header, prefix) => {
    const socket = await openSocket(origin);
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    const chunk = Buffer.concat([
      Buffer.from(prefix),
      Buffer.alloc(65_536, 0x20),
      Buffer.from(prefix === "" ? "" : "\r\n"),
    ]);
    // The server reads what it discards; only its end of the connection ends this.
    const flood = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };

    socket.on("error", () => {}).on("drain", flood);
    socket.resume();
    socket.write(message({}).toString().replace("Content-Length: 0", header));
    flood();

    await closed;
  });

  test("the connection can be used after a 413", async () => {
    const body = "x".repeat(1_048_577);
    const large = message({ body }).toString().replace("Connection: close\r\n", "");
    const socket = await openSocket(origin);
    const received = readToEnd(socket);

    socket.write(large);
    socket.write(message({ method: "GET", path: "/api/v2/users/me" }));
    const first = parseRawAnswer(await received);

    expect(first.status).toBe(413);
    expect(parseRawAnswer(Buffer.from(first.rest, "latin1")).status).toBe(200);
  });

  test("a body at the limit is read", async () => {
    const json = '{"theme_preference":"dark","terminal_font":"geist-mono"}';

    expect((await send({ body: json.padEnd(1_048_576) }))?.status).toBe(200);
    expect((await send({ body: json.padEnd(1_048_577) }))?.status).toBe(413);
  });

  test("an owner's oversize body is refused before anything is decided on it, a stranger's as 401", async () => {
    const body = Buffer.alloc(2_000_000);
    const request = message({ body }).toString("latin1");
    const stranger = request.replace(/Coder-Session-Token: .*\r\n/, "");

    expectRefusal(await sendRaw(origin, Buffer.from(stranger, "latin1")), 401);
  });

  for (const length of [20_000, 1_048_576]) {
    test(`a query of ${length} characters is a 431`, async () => {
      expectRefusal(
        await send({ method: "GET", path: `/api/v2/users?q=${"x".repeat(length)}` }),
        431,
      );
    });

    test(`a header of ${length} characters is a 431`, async () => {
      expectRefusal(await send({ headers: [`X-Large: ${"x".repeat(length)}`] }), 431);
    });

    test(`a path of ${length} characters is a 431`, async () => {
      expectRefusal(
        await send({ method: "GET", path: `/api/v2/users/${"x".repeat(length)}` }),
        431,
      );
    });
  }

  test("a path within the bound is looked up and not found", async () => {
    const path = `/api/v2/users/${"x".repeat(12_000)}`;

    expectRefusal(await send({ method: "GET", path }), 404);
  });

  test("three thousand headers are refused or answered, never worse", async () => {
    const headers = Array.from({ length: 3000 }, (_, index) => `H${index}: 1`);

    expect([200, 400, 431]).toContain((await send({ headers }))?.status);
  });

  test("thousands of query parameters do no harm", async () => {
    const path = `/api/v2/users?${"a&".repeat(7000)}`;

    expect((await send({ method: "GET", path }))?.status).toBe(200);
  });
});

describe("paths and queries", () => {
  const targets: readonly (readonly [string, number])[] = [
    ["/api/v2/users/%00", 404],
    ["/api/v2/users/me%00", 404],
    ["/api/v2/users/a%00b/roles", 404],
    ["/api/v2/users/me/organizations/%00", 404],
    ["/api/v2/users?q=%00", 400],
    ["/api/v2/users?q=name:%00", 400],
    ["/api/v2/users?after_id=%00", 400],
    ["/api/v2/users?limit=1%00", 400],
    ["/api/v2/users?%00=1", 200],
    ["/api/v2/debug/health?format=%00", 400],
    ["/api/v2/users/%ff%fe", 400],
    ["/api/v2/users/%zz", 400],
    ["/api/v2/users/%", 400],
    ["/api/v2/users?q=%ff", 200],
    ["/api/v2/users?q=%zz", 400],
    ["/api/v2/users?limit=-1", 400],
    ["/api/v2/users?limit=1e3", 400],
    ["/api/v2/users?limit=2147483648", 400],
    ["/api/v2/users?limit=99999999999999999999999", 400],
    ["/api/v2/users?limit=1&limit=2", 400],
    ["/api/v2/users?offset=x", 400],
    ["/api/v2/users?after_id=x", 400],
    ["/api/v2/users/..%2f..%2fetc%2fpasswd", 404],
    ["/api/v2/../../etc/passwd", 404],
    ["/api/v2/users/'%20or%201=1--", 404],
    ["/api/v2/users/%25%5f", 404],
  ];
  for (const [path, status] of targets) {
    test(`${path} is a ${status}`, async () => {
      const answer = await send({ method: "GET", path });

      expect(answer?.status).toBe(status);
      if (status !== 200) expectRefusal(answer, status);
    });
  }
});

describe("HTTP itself", () => {
  const nonsense: readonly (readonly [string, string])[] = [
    ["text", "hello\r\n\r\n"],
    ["an unknown method", "FETCH / HTTP/1.1\r\nHost: x\r\n\r\n"],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    ],
    [
      "a length and chunks",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["a negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"],
    ["a zero byte in a header", "GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n"],
    ["no host", "GET / HTTP/1.1\r\n\r\n"],
    ["TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n"],
  ];
  for (const [what, bytes] of nonsense) {
    test(`${what} is a 400`, async () => {
      expect((await sendRaw(origin, Buffer.from(bytes, "latin1")))?.status).toBe(400);
    });
  }

  test("nonsense instead of a chunk is a 400, and the half body changes nothing", async () => {
    const head = message({}).toString().replace("Content-Length: 0", "Transfer-Encoding: chunked");

    const answer = await sendRaw(origin, `${head}5\r\n{"a":\r\nzz\r\nrubbish\r\n\r\n`);

    expect(answer?.status).toBe(400);
  });

  test("CONNECT and TRACE get nothing from this server", async () => {
    const connect = await sendRaw(origin, "CONNECT example.com:80 HTTP/1.1\r\nHost: x\r\n\r\n");
    const trace = await send({ method: "TRACE", path: "/api/v2/users/me" });

    expect(connect?.status ?? 400).toBeGreaterThanOrEqual(400);
    expect(trace?.status).toBe(405);
  });

  test("an expectation that nobody knows is ignored", async () => {
    const headers = ["Expect: the-unexpected"];

    expect((await send({ method: "GET", path: "/api/v2/users/me", headers }))?.status).toBe(200);
  });

  test("a client that announces its body and waits is told to go on", async () => {
    const body = '{"theme_preference":"dark","terminal_font":"geist-mono"}';
    const request = message({ body, headers: ["Expect: 100-continue"] });
    const socket = await openSocket(origin);
    const received = readToEnd(socket);

    socket.write(request.subarray(0, request.length - body.length));
    await once(socket, "data");
    socket.write(body);

    expect((await received).toString()).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/);
  });
});

describe("clients that stop halfway", () => {
  test("a client that closes its side after the request gets the answer", async () => {
    const socket = await openSocket(origin);
    const received = readToEnd(socket);

    socket.end(message({ method: "GET", path: "/api/v2/users/me" }));

    expect(parseRawAnswer(await received).status).toBe(200);
  });

  test("a client that goes away in the middle of its body changes nothing and harms nobody", async () => {
    const before = (await owner.client.get("/users/me/appearance")).json;
    const request = message({ body: '{"terminal_font":"fira-code"}' });
    for (let index = 0; index < 20; index += 1) {
      const socket = await openSocket(origin);
      socket.write(request.subarray(0, request.length - 3));
      if (index % 2 === 0) socket.end();
      else socket.resetAndDestroy();
    }

    expect((await app.anonymous.get("/healthz")).status).toBe(200);
    expect((await owner.client.get("/users/me/appearance")).json).toEqual(before);
  });

  test("slow clients keep nobody waiting", async () => {
    const slow = await Promise.all(Array.from({ length: 50 }, () => openSocket(origin)));
    for (const [index, socket] of slow.entries()) {
      socket.write(index % 2 === 0 ? "GET /api" : message({ body: "{}" }).subarray(0, -1));
    }

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send({ method: "GET", path: "/api/v2/users/me" })),
    );
    for (const socket of slow) socket.destroy();

    expect(answers.map((answer) => answer?.status)).toEqual(Array(20).fill(200));
  });

  test("a client that never reads its answers harms nobody", async () => {
    const socket = await openSocket(origin);
    socket.pause();
    const request = message({ method: "GET", path: "/openapi.json" })
      .toString()
      .replace("Connection: close\r\n", "");
    for (let index = 0; index < 50; index += 1) socket.write(request);

    const answer = await send({ method: "GET", path: "/api/v2/users/me" });
    socket.destroy();

    expect(answer?.status).toBe(200);
  });
});
