/** Queries and mutations: one POST each to `/graphql` of the page's own origin. */
import { learnServerDate } from '../clock/clock';
import type { TypedDocumentString } from '../operations/generated';
import { ApiError, fromWire } from './error';

export interface RequestOptions {
  /** Access token; none for logging in and for renewing a session. */
  token?: string;
  signal?: AbortSignal;
}

interface WireResponse<Data> {
  data?: Data | null;
  errors?: Parameters<typeof fromWire>[0];
}

/** Throws `ApiError`. A response with errors counts as failed even if it has part of the data. */
export async function request<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { token, signal }: RequestOptions = {},
): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: document.toString(), variables }),
    signal: signal ?? null,
  }).catch((error: unknown) => {
    throw new ApiError('NETWORK', `The server cannot be reached (${String(error)}).`);
  });
  learnServerDate(response.headers.get('date'));

  const answer = await readAnswer<Data>(response);
  if (answer.errors !== undefined) throw fromWire(answer.errors);
  if (answer.data === undefined || answer.data === null) throw unreadable(response);
  return answer.data;
}

async function readAnswer<Data>(response: Response): Promise<WireResponse<Data>> {
  try {
    return (await response.json()) as WireResponse<Data>;
  } catch {
    // A proxy's page in place of the server's answer, or an answer cut short.
    throw unreadable(response);
  }
}

function unreadable(response: Response): ApiError {
  return new ApiError('NETWORK', `The server answered ${response.status} without a readable body.`);
}
