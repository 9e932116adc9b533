import { Readable } from "node:stream";
import { type Endpoint, type StreamedBody, writeJson } from "@gatehouse/contract";
import type { FastifyReply } from "fastify";
import { jsonType } from "./reply.ts";

/** Characters of a list that are sent together. */
const pieceSize = 65_536;

/**
 * Sends a success piece by piece. The first piece is waited for before anything is sent, so that a failure up
 * to there is answered with the envelope. A failure after it ends the connection without the end of the body,
 * which no client takes for a whole file. When the client goes away, the pieces are closed.
 */
export async function sendStream(
  endpoint: Endpoint,
  reply: FastifyReply,
  answer: unknown,
): Promise<void> {
  const { contentType, fileName, headers, lengthBytes, pieces } = asStreamed(endpoint, answer);
  await sendPieces(reply, pieces, endpoint.success.status, {
    "content-type": contentType,
    "cache-control": "no-store",
    ...headers,
    ...(fileName === undefined
      ? {}
      : { "content-disposition": `attachment; filename="${fileName}"` }),
    ...(lengthBytes === undefined ? {} : { "content-length": String(lengthBytes) }),
  });
}

/** Whether a handler gives a list in batches. */
export function isInBatches(answer: unknown): answer is AsyncIterable<readonly unknown[]> {
  return typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer;
}

/** Sends a list whose elements come in batches, with the same guarantees: on the wire it is like any other. */
export async function sendBatches(
  endpoint: Endpoint,
  reply: FastifyReply,
  batches: AsyncIterable<readonly unknown[]>,
): Promise<void> {
  const headers = { "content-type": jsonType };
  await sendPieces(reply, listPieces(batches), endpoint.success.status, headers);
}

async function* listPieces(batches: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  let text = "[";
  let separator = "";
  for await (const batch of batches) {
    for (const element of batch) {
      text += separator + writeJson(element);
      separator = ",";
      if (text.length < pieceSize) continue;
      yield text;
      text = "";
    }
  }
  yield `${text}]`;
}

async function sendPieces(
  reply: FastifyReply,
  pieces: AsyncIterable<string>,
  status: number,
  headers: Record<string, string>,
): Promise<void> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  const body = Readable.from(startingWith(first, iterator), { objectMode: false });
  reply.code(status).headers(headers).send(body);
}

async function* startingWith(
  first: IteratorResult<string>,
  rest: AsyncIterator<string>,
): AsyncGenerator<string> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** The answer as what it must be: its type and name go into headers, so they are checked once more. */
function asStreamed({ id, success }: Endpoint, answer: unknown): StreamedBody {
  const given = answer as Partial<StreamedBody>;
  const types = Object.keys(success.streams ?? {});
  const type = types.find((known) => given.contentType?.split(";")[0] === known);
  if (type === undefined) throw new Error(`${id} streams a type that its contract does not have`);
  if (given.fileName !== undefined && !/^[\w.-]+$/.test(given.fileName))
    throw new Error(`${id} gave an unsafe file name`);
  return given as StreamedBody;
}
