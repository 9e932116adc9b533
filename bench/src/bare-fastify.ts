import type { AddressInfo } from "node:net";
import fastify from "fastify";

/** Baseline: a bare Fastify route that answers with the bytes it is sent, as JSON. */
async function serve(body: string): Promise<string> {
  const app = fastify({ logger: false });
  app.get("/api/v2/users/me", (_request, reply) =>
    reply.header("content-type", "application/json; charset=utf-8").send(body),
  );
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

process.on("message", (body: string) => {
  void serve(body).then((address) => process.send?.(address));
});
process.on("disconnect", () => process.exit());
