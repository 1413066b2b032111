// Asks the server by GraphQL. Always POST: what somebody looks for must not lie in logs as an address.

/** What went wrong, as far as the page tells: nobody there, too many questions, or an answer that is none. */
export type Trouble = 'offline' | 'busy' | 'failed';

export class RequestError extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

interface Reply<T> {
  data?: T | null;
  errors?: readonly unknown[];
}

/** `signal` ends a question that nobody waits for; then this rejects with the AbortError of fetch. */
export async function ask<T>(
  query: string,
  variables: Record<string, unknown> = {},
  options: { signal?: AbortSignal | undefined; base?: string } = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`${options.base ?? ''}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new RequestError('offline');
  }
  if (response.status === 429 || response.status === 503) throw new RequestError('busy');
  let reply: Reply<T>;
  try {
    reply = (await response.json()) as Reply<T>;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new RequestError('failed');
  }
  // A partial answer (a field that failed beside good ones) is still an answer; fields are nullable for that.
  if (!reply.data) throw new RequestError('failed');
  return reply.data;
}
