import { Agent, request } from "node:http";

/** A second client that keeps asking on one connection while a test does harm on others. */
export interface Witness {
  /** Stops asking; throws an Error unless every answer was a 200 on the one connection. */
  verdict(): Promise<void>;
}

/** Starts asking `GET /api/v2/buildinfo`, one request after the other, until the verdict. */
export function startWitness(origin: string): Witness {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set<unknown>();
  const failures: string[] = [];
  let stopped = false;
  let answers = 0;

  async function run(): Promise<void> {
    while (!stopped || answers === 0) {
      const told = await ask(origin, agent, sockets).catch((error: Error) => error.message);
      answers += 1;
      if (told !== "200") failures.push(told);
      if (failures.length > 3) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  const running = run();
  return {
    async verdict() {
      stopped = true;
      await running;
      agent.destroy();
      if (failures.length > 0) throw new Error(`other clients suffered: ${failures.join("; ")}`);
      if (sockets.size !== 1) throw new Error(`other clients lost ${sockets.size - 1} connections`);
    },
  };
}

function ask(origin: string, agent: Agent, sockets: Set<unknown>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(`${origin}/api/v2/buildinfo`, { agent, timeout: 5000 }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(String(answer.statusCode)));
    });
    asked.once("socket", (socket) => sockets.add(socket));
    asked.once("timeout", () => asked.destroy(new Error("no answer in 5 s")));
    asked.once("error", reject);
    asked.end();
  });
}
