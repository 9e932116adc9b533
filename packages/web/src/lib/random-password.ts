const letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const length = 20;

/** A password of 20 letters and digits from the CSPRNG, without characters that look alike (115 bits). */
export function randomPassword(): string {
  const password: string[] = [];
  while (password.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      // Bytes beyond a multiple of the alphabet would favour its first characters.
      const fair = byte < 256 - (256 % letters.length);
      if (fair && password.length < length) password.push(letters.charAt(byte % letters.length));
    }
  }
  return password.join("");
}
