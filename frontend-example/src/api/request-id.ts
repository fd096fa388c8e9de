/** A key of one's own for a request, by which the server knows it again; also where there is no `randomUUID`: without TLS. */
export function requestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
