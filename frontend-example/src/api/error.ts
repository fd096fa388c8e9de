/** What the server, or the way to it, answered instead of data. */
export class ApiError extends Error {
  override name = 'ApiError';

  constructor(
    /** `extensions.code` of the server, or `NETWORK` when it was not reached or broke off. */
    readonly code: string,
    message: string,
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
}

interface WireError {
  message: string;
  extensions?: { code?: unknown; requestId?: unknown } | undefined;
}

/** The first of the errors of a GraphQL response; one is enough to decide and to show. */
export function fromWire(errors: readonly WireError[]): ApiError {
  const first = errors[0];
  if (first === undefined) return new ApiError('INTERNAL', 'The server answered an empty list of errors.');
  const { code, requestId } = first.extensions ?? {};
  return new ApiError(
    typeof code === 'string' ? code : 'INTERNAL',
    first.message,
    typeof requestId === 'string' ? requestId : null,
  );
}

/** What to show a person of any failure. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
