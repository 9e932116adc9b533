import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "./admission.ts";

export function registerPages(_app: FastifyInstance, _http: HttpDeps): void {}
