import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import {
  type ClientErrorAnswer,
  type ClientErrorOptions,
  clientErrorResponse,
  clientErrorStatus,
  createClientErrorHandler,
  maxHeaderBytes,
} from "./client-error.ts";

const requestId = "7d444840-9dc0-41d2-8b6e-0d2f1a2b3c4d";
const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

type Started = { server: Server; port: number; answers: ClientErrorAnswer[] };

async function start(
  listener: RequestListener = (_, response) => response.end("fine"),
  options: Partial<ClientErrorOptions> = {},
  timeouts: { headersTimeout?: number } = {},
): Promise<Started> {
  const answers: ClientErrorAnswer[] = [];
  const server = createServer(
    { maxHeaderSize: maxHeaderBytes, connectionsCheckingInterval: 50, ...timeouts },
    listener,
  );
  const handler = createClientErrorHandler({
    buildVersion: "v2.34.0",
    productVersion: "v0.1.0",
    newRequestId: () => requestId,
    now: () => new Date(0),
    onAnswer: (answer) => answers.push(answer),
    ...options,
  });
  server.on("clientError", (error, socket) => {
    if ("bytesRead" in socket) handler(error, socket as Socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, port: (server.address() as AddressInfo).port, answers };
}

type Client = { socket: Socket; closed: Promise<string>; received: () => string };

/** A raw connection that collects what comes back; `closed` fails if the connection is reset. */
function open(port: number, allowHalfOpen = false): Client {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  const received = () => Buffer.concat(chunks).toString();
  const closed = new Promise<string>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("end", () => resolve(received()));
  });
  closed.catch(() => {});
  cleanups.push(() => socket.destroy());
  return { socket, closed, received };
}

function send(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("the condition did not come true in time");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}

/** Splits one response and checks that its length is what it says. */
function readAnswer(text: string): { status: string; headers: Map<string, string>; body: unknown } {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [status = "", ...lines] = head.split("\r\n");
  const headers = new Map(
    lines.map((line): [string, string] => {
      const [name = "", ...value] = line.split(": ");
      return [name.toLowerCase(), value.join(": ")];
    }),
  );
  const body = rest.join("\r\n\r\n");
  expect(Buffer.byteLength(body)).toBe(Number(headers.get("content-length")));
  return { status, headers, body: JSON.parse(body) };
}

describe("clientErrorResponse", () => {
  it("is a whole response with the headers of every answer", () => {
    const { status, headers, body } = readAnswer(
      clientErrorResponse(431, {
        buildVersion: "v2.34.0",
        productVersion: "v0.1.0",
        requestId,
        date: new Date(0),
      }),
    );

    expect(status).toBe("HTTP/1.1 431 Request Header Fields Too Large");
    expect(Object.fromEntries(headers)).toMatchObject({
      connection: "close",
      "content-type": "application/json; charset=utf-8",
      "x-content-type-options": "nosniff",
      "x-coder-build-version": "v2.34.0",
      "x-coder-request-id": requestId,
    });
    expect(body).toEqual({ message: expect.stringMatching(/too large/) });
  });

  it("cannot be split by a version text", () => {
    const text = clientErrorResponse(400, {
      buildVersion: "v1\r\nSet-Cookie: x=y",
      productVersion: "v0.1.0",
      requestId,
      date: new Date(0),
    });

    expect(text).not.toMatch(/^Set-Cookie/m);
  });
});

describe("clientErrorStatus", () => {
  it.each([
    ["HPE_HEADER_OVERFLOW", 431],
    ["ERR_HTTP_REQUEST_TIMEOUT", 408],
    ["HPE_CHUNK_EXTENSIONS_OVERFLOW", 413],
    ["HPE_INVALID_METHOD", 400],
    ["", 400],
  ])("%s: %s", (code, status) => {
    expect(clientErrorStatus(code)).toBe(status);
  });
});

describe("a refused request", () => {
  it("of 1 MB of query is answered readably although the client sends it all first", async () => {
    const { port, answers } = await start();
    const { socket, closed } = open(port);

    socket.pause();
    const piece = "q".repeat(64 * 1024);
    await send(socket, `GET /?${piece}`);
    await until(() => answers.length === 1);
    for (let count = 0; count < 15; count += 1) await send(socket, piece);
    await send(socket, " HTTP/1.1\r\nHost: x\r\n\r\n");
    socket.resume();

    const { status, headers } = readAnswer(await closed);
    expect(status).toMatch(/ 431 /);
    expect(headers.get("connection")).toBe("close");
    expect(answers).toEqual([{ status: 431, requestId, code: "HPE_HEADER_OVERFLOW" }]);
  });

  it("of many headers is answered once although each further piece is an error", async () => {
    const { port, answers } = await start();
    const { socket, received } = open(port);
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n");

    socket.write(`X-Bomb: ${"c".repeat(20_000)}\r\n`);
    await until(() => received() !== "");
    for (let count = 0; count < 50; count += 1)
      socket.write(`X-${count}: ${"c".repeat(1_000)}\r\n`);
    await until(() => socket.destroyed);

    expect(received().match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(answers).toHaveLength(1);
  });

  it("counts URL and headers together, up to 16 KiB", async () => {
    const { port } = await start();
    const small = open(port);
    const large = open(port);
    const request = (size: number) =>
      `GET /?${"q".repeat(size)} HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(size)}\r\nConnection: close\r\n\r\n`;

    small.socket.write(request(7_900));
    large.socket.write(request(8_300));

    expect(await small.closed).toMatch(/^HTTP\/1\.1 200 /);
    expect(await large.closed).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "GARBAGE\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
  ])("that is not HTTP gets 400 with the envelope: %j", async (bytes) => {
    const { port } = await start();
    const { socket, closed } = open(port);

    socket.write(bytes);

    const { status, body } = readAnswer(await closed);
    expect(status).toBe("HTTP/1.1 400 Bad Request");
    expect(body).toEqual({ message: expect.any(String) });
  });

  it("that never gets complete is answered with 408 and closed", async () => {
    const { port, server } = await start(undefined, { maxDrainMs: 100 }, { headersTimeout: 100 });
    const { socket, closed } = open(port, true);

    socket.write("GET / HTTP/1.1\r\nHost: x\r\n");

    expect(readAnswer(await closed).status).toMatch(/ 408 /);
    await until(async () => (await connections(server)) === 0);
  });

  it("leaves other connections alone", async () => {
    const { port } = await start();
    const good = open(port);
    await once(good.socket, "connect");
    good.socket.write("GET / HTTP/1.1\r\nHost: x\r\n");
    const bad = open(port);
    bad.socket.write(`GET /?${"q".repeat(1024 * 1024)} HTTP/1.1\r\n\r\n`);
    await bad.closed;

    good.socket.write("Connection: close\r\n\r\n");

    expect(await good.closed).toMatch(/^HTTP\/1\.1 200 .*fine/s);
  });

  it("does not keep a connection that the client holds half open", async () => {
    const { port, server } = await start(undefined, { maxDrainMs: 100 });
    const { socket, closed } = open(port, true);

    socket.write("GARBAGE\r\n\r\n");
    await closed;

    expect(socket.writable).toBe(true);
    await until(async () => (await connections(server)) === 0);
  });

  it("is not read for ever from a client that never stops sending", async () => {
    const { port } = await start(undefined, {
      maxDrainBytes: 256 * 1024,
      maxDrainMs: 60_000,
    });
    const { socket } = open(port, true);
    const piece = Buffer.alloc(64 * 1024, "q");
    const send = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on("drain", send);

    socket.write("GET /?");
    send();

    await until(() => socket.destroyed);
    expect(socket.bytesWritten).toBeLessThan(64 * 1024 * 1024);
  });
});

describe("garbage behind good requests", () => {
  it("is answered after them, even when their answers take time", async () => {
    const pending: (() => void)[] = [];
    const { port } = await start((request, response) => {
      pending.push(() => response.end(`answer to ${request.url}`));
    });
    const { socket, closed, received } = open(port);

    socket.write(
      "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\nGARBAGE\r\n\r\n",
    );
    await until(() => pending.length === 2);
    expect(received()).toBe("");
    for (const answer of pending) answer();

    expect(await closed).toMatch(
      /^HTTP\/1\.1 200 .*answer to \/a.*HTTP\/1\.1 200 .*answer to \/b.*HTTP\/1\.1 400 .*"message"/s,
    );
  });

  it("does not cut off an answer that closes the connection", async () => {
    const pending: (() => void)[] = [];
    const body = "x".repeat(4 * 1024 * 1024);
    const { port } = await start((_, response) => {
      pending.push(() => response.end(body));
    });
    const { socket, closed } = open(port);

    socket.write("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGARBAGE\r\n\r\n");
    await until(() => pending.length === 1);
    pending[0]?.();

    expect((await closed).endsWith(body)).toBe(true);
  });

  it("in the body of a request is answered in place of the handler", async () => {
    const { port } = await start((request, response) => {
      request.on("error", () => {});
      request.on("close", () => response.end("too late"));
      request.resume();
    });
    const { socket, closed } = open(port);

    socket.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n");

    expect(readAnswer(await closed).status).toMatch(/ 400 /);
  });

  it("in the body cuts an answer that has already begun", async () => {
    const { port, answers } = await start((request, response) => {
      request.on("error", () => {});
      request.resume();
      response.write("begun");
    });
    const { socket, received } = open(port);

    socket.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    await until(() => received().includes("begun"));
    socket.write("not a size\r\n");
    await until(() => socket.destroyed);

    expect(received().match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(answers).toEqual([]);
  });
});
