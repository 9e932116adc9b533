import { format } from "node:util";
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import * as fastCheck from "fast-check";

/** A test as registered by its file. */
export interface RegisteredTest {
  readonly name: string;
  readonly run: () => unknown;
}

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

type Body = (...values: readonly unknown[]) => unknown;

/**
 * A stand-in for the module `vitest` that only collects: tests of a file can then be run one by one
 * in this thread. Knows what our pure tests use; hooks are no part of it.
 */
export function collector() {
  const tests: RegisteredTest[] = [];
  const path: string[] = [];

  const describe = (name: string, body: () => void): void => {
    path.push(name);
    body();
    path.pop();
  };
  const it = (name: string, body: Body): void => {
    tests.push({ name: [...path, name].join(" > "), run: () => body() });
  };
  const each =
    (register: (name: string, body: Body) => void) =>
    (cases: readonly unknown[]) =>
    (name: string, body: Body): void => {
      for (const [index, one] of cases.entries()) {
        const values: readonly unknown[] = Array.isArray(one) ? one : [one];
        register(`${format(name, ...values)} #${index}`, () => body(...values));
      }
    };
  const withEach = Object.assign(it, { each: each(it) });
  const describeEach = each((name, body) => describe(name, () => void body()));
  const module = {
    describe: Object.assign(describe, { each: describeEach }),
    it: withEach,
    test: withEach,
    expect: chai.expect,
  };
  return { module, tests };
}

const maxPropertyRuns = 150;

/**
 * A stand-in for the module `fast-check`: the same random data for every mutant, so that two runs
 * agree, fewer of them than the tests ask for, and no shrinking.
 */
export function frugalProperties(): object {
  const assert = <Values>(
    property: fastCheck.IRawProperty<Values>,
    parameters?: fastCheck.Parameters<Values>,
  ) =>
    fastCheck.assert(property, {
      ...parameters,
      numRuns: Math.min(parameters?.numRuns ?? 100, maxPropertyRuns),
      seed: 20_260_101,
      endOnFailure: true,
    });
  return { ...fastCheck, assert, default: { ...fastCheck, assert } };
}
