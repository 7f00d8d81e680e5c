/**
 * 128 random bits in hexadecimal. crypto.randomUUID is missing where the page did not come by https or from
 * a name that the browser takes for this machine; getRandomValues is always there.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
