/** The API as a script asks it: for what a test needs to be so before somebody looks. */
export interface Api {
  token: string;
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
}

export async function apiAs(url: string, email: string, password: string): Promise<Api> {
  const { logIn } = await send<{ logIn: { session: { accessToken: string } } }>(
    url,
    'mutation ($email: String!, $password: String!) { logIn(email: $email, password: $password) { session { accessToken } } }',
    { email, password },
  );
  const token = logIn.session.accessToken;
  return { token, ask: (query, variables = {}) => send(url, query, variables, token) };
}

async function send<Data>(url: string, query: string, variables: unknown, token?: string): Promise<Data> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data?: Data | null; errors?: unknown };
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
