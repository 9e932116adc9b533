import type { Adapter, AdapterPayload } from "oidc-provider";

interface Stored {
  payload: AdapterPayload;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** Records of all kinds, by kind and id; they live as long as the process. */
const records = new Map<string, Stored>();

/**
 * Where the test provider keeps sessions, codes and tokens. Its own place in memory forgets what is older than a
 * thousand records, which many logins at once are more than.
 */
export class MemoryAdapter implements Adapter {
  readonly #kind: string;

  /** `kind` is the name of the provider's model, for example `AuthorizationCode`. */
  constructor(kind: string) {
    this.#kind = kind;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const expiresAt = expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY;
    records.set(this.#key(id), { payload, expiresAt });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return valid(records.get(this.#key(id)));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#search((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#search((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload !== undefined) payload["consumed"] = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    records.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of records) {
      if (payload.grantId === grantId) records.delete(key);
    }
  }

  #key(id: string): string {
    return `${this.#kind} ${id}`;
  }

  #search(isWanted: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, stored] of records) {
      if (key.startsWith(`${this.#kind} `) && isWanted(stored.payload)) return valid(stored);
    }
    return undefined;
  }
}

function valid(stored: Stored | undefined): AdapterPayload | undefined {
  return stored !== undefined && stored.expiresAt > Date.now() ? stored.payload : undefined;
}
