import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

type ModuleBody = (require: (specifier: string) => unknown, exports: object) => void;

interface SourceModule {
  readonly body: ModuleBody;
  /** Absolute paths of the source files it imports. */
  readonly imports: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

const compilerOptions: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  verbatimModuleSyntax: false,
};

/** Compiles TypeScript to a function over `require` and `exports`; types are not checked. */
function compile(text: string): ModuleBody {
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  return new Function("require", "exports", outputText) as ModuleBody;
}

/**
 * Source files loaded as modules of their own, so that one of them can be exchanged: modules are
 * compiled once, and after an exchange only the dependents of the exchanged file run again.
 */
export class ModuleGraph {
  readonly #root: string;
  readonly #modules = new Map<string, SourceModule>();
  readonly #instances = new Map<string, object>();
  readonly #packages = new Map<string, unknown>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Compiles a file and everything of ours that it imports, and imports the packages they need. */
  async prepare(file: string): Promise<void> {
    const known = this.#modules.get(file);
    if (known !== undefined) return;
    const text = readFileSync(file, "utf8");
    const module = this.#read(file, text);
    this.#modules.set(file, module);
    for (const imported of module.imports) await this.prepare(imported);
    for (const name of module.packages) {
      if (!this.#packages.has(name)) this.#packages.set(name, await import(name));
    }
  }

  /** Makes `name` mean this module from now on. */
  provide(name: string, module: unknown): void {
    this.#packages.set(name, module);
  }

  /** Whether the file, directly or not, needs the other one. */
  reaches(file: string, other: string, seen = new Set<string>()): boolean {
    if (file === other) return true;
    if (seen.has(file)) return false;
    seen.add(file);
    const imports = this.#modules.get(file)?.imports ?? [];
    return [...imports].some((imported) => this.reaches(imported, other, seen));
  }

  /** Runs the module, once until it is forgotten; its imports run before it. */
  load(file: string): object {
    const loaded = this.#instances.get(file);
    if (loaded !== undefined) return loaded;
    const module = this.#modules.get(file);
    if (module === undefined) throw new Error(`${file} is not prepared`);
    const exports = {};
    this.#instances.set(file, exports);
    module.body((specifier) => this.#require(file, specifier), exports);
    return exports;
  }

  /** Gives the file another text until the returned function is called. */
  exchange(file: string, text: string): () => void {
    const before = this.#modules.get(file);
    if (before === undefined) throw new Error(`${file} is not prepared`);
    this.#modules.set(file, { ...before, body: compile(text) });
    this.#forget(file);
    return () => {
      this.#modules.set(file, before);
      this.#forget(file);
    };
  }

  /** Lets the file and what needs it run again at the next `load`. */
  #forget(file: string): void {
    for (const other of this.#modules.keys()) {
      if (this.reaches(other, file)) this.#instances.delete(other);
    }
  }

  #read(file: string, text: string): SourceModule {
    const imports = new Set<string>();
    const packages = new Set<string>();
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      const source = this.#sourceOf(file, fileName);
      if (source === null) packages.add(fileName);
      else imports.add(source);
    }
    return { body: compile(text), imports, packages };
  }

  #sourceOf(file: string, specifier: string): string | null {
    if (specifier.startsWith(".")) return resolve(dirname(file), specifier);
    const ours = /^@gatehouse\/([a-z]+)$/.exec(specifier)?.[1];
    return ours === undefined ? null : join(this.#root, "packages", ours, "src/index.ts");
  }

  #require(from: string, specifier: string): unknown {
    const source = this.#sourceOf(from, specifier);
    if (source !== null) return this.load(source);
    if (!this.#packages.has(specifier)) throw new Error(`${from} needs ${specifier}`);
    return this.#packages.get(specifier);
  }
}
