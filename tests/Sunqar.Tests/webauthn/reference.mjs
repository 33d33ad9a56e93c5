// Reads assertions, one JSON object a line; writes for each whether @simplewebauthn/server takes it, and why not.
import { readFileSync, writeFileSync } from 'node:fs';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';

const [input, output] = process.argv.slice(2);
const said = [];
for (const line of readFileSync(input, 'utf8').split('\n').filter((one) => one)) {
  const one = JSON.parse(line);
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: {
        id: 'AAAA',
        rawId: 'AAAA',
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: one.clientData, authenticatorData: one.authenticatorData, signature: one.signature },
      },
      expectedChallenge: one.challenge,
      expectedOrigin: one.origin,
      expectedRPID: one.rpId,
      expectedType: ['webauthn.get', 'payment.get'],
      requireUserVerification: false,
      credential: { id: 'AAAA', publicKey: new Uint8Array(Buffer.from(one.publicKey, 'base64url')), counter: one.counter },
    });
    said.push(verified ? 'taken' : 'refused: signature');
  } catch (error) {
    said.push(`refused: ${error.message.split('\n')[0]}`);
  }
}
writeFileSync(output, said.join('\n'));
