import { Readable } from "node:stream";
import type { Endpoint, StreamedBody } from "@gatehouse/contract";
import type { FastifyReply } from "fastify";

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
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  reply
    .code(endpoint.success.status)
    .header("content-type", contentType)
    .header("cache-control", "no-store")
    .headers(headers ?? {});
  if (fileName !== undefined) {
    reply.header("content-disposition", `attachment; filename="${fileName}"`);
  }
  if (lengthBytes !== undefined) reply.header("content-length", String(lengthBytes));
  reply.send(Readable.from(startingWith(first, iterator), { objectMode: false }));
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
