// What Standard Webhooks signs: id, time and the body as it came, before anybody parsed it.
const { createHmac, timingSafeEqual } = require('crypto');
const TOLERANCE_SECONDS = 300;

const secret = ($env.TGPARSER_SIGNING_KEY ?? '').trim();
if (!secret) throw new Error('TGPARSER_SIGNING_KEY is not set: give n8n the signing-key of the Secret.');
const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');

const headers = $input.first().json.headers;
const id = headers['webhook-id'] ?? '';
const timestamp = headers['webhook-timestamp'] ?? '';
const body = await this.helpers.getBinaryDataBuffer(0, 'data');

const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
const isSigned = (headers['webhook-signature'] ?? '').split(' ')
  .filter((signature) => signature.startsWith('v1,'))
  .map((signature) => Buffer.from(signature.slice('v1,'.length), 'base64'))
  .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;

if (!isSigned || !isFresh) return [{ json: { valid: false } }];
return [{ json: { valid: true, id, ...JSON.parse(body.toString('utf8')) } }];
