import { randomFillSync } from "node:crypto";

const poolBytes = 8192;
let pool = Buffer.alloc(0);
let used = 0;

/**
 * Random bytes from the CSPRNG, drawn in pools of 8 KiB: one system call serves hundreds of requests.
 * Bytes are handed out once and wiped from the pool. At most 8 KiB at a time.
 */
export function pooledRandomBytes(size: number): Buffer {
  if (size > poolBytes) throw new RangeError("too many random bytes at once");
  if (used + size > pool.length) {
    pool = randomFillSync(Buffer.allocUnsafeSlow(poolBytes));
    used = 0;
  }
  const taken = Buffer.from(pool.subarray(used, used + size));
  pool.fill(0, used, used + size);
  used += size;
  return taken;
}
