// Sends a request again, the same bytes under the same id, until it is answered: after a lost connection, after an answer that did not come
// in time, and after 429 and 503, not before Retry-After. Sending again is always safe: the same id and content gets the same decision.
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./built/sunqar.ts";

export interface PatienceOptions {
  /** How often a request is sent at most. */
  tries?: number;
  /** How long one answer is waited for, milliseconds. */
  perTryMs?: number;
}

export function patient({ tries = 6, perTryMs = 10_000 }: PatienceOptions = {}): (request: Request) => Promise<Response> {
  return async (request) => {
    const body = request.body ? await request.arrayBuffer() : undefined;
    for (let tried = 1; ; tried++) {
      let waitMs = 200 * 2 ** tried;
      try {
        const answer = await fetch(request.url, {
          method: request.method,
          headers: request.headers,
          body,
          signal: AbortSignal.timeout(perTryMs),
        });
        if (tried === tries || (answer.status !== 429 && answer.status !== 503)) return answer;
        const after = Number(answer.headers.get("retry-after"));
        if (after > 0) waitMs = after * 1000;
      } catch (lost) {
        // Whether it was decided is left open: the same again finds out.
        if (tried === tries) throw lost;
      }
      await new Promise((done) => setTimeout(done, waitMs));
    }
  };
}

/** A client of a server, by an institution's key. */
export function sunqar(server: string, key: string, options?: PatienceOptions): Client<paths> {
  return createClient<paths>({ baseUrl: server, headers: { authorization: `Bearer ${key}` }, fetch: patient(options) });
}
