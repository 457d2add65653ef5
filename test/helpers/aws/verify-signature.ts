import { createHash, createHmac } from 'node:crypto';

/** A request as it arrived. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What a request says of its signature (SigV4), by header or in its query. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** Such as `20260102T030405Z`. */
  readonly date: string;
  readonly sessionToken?: string;
  readonly signedHeaders: readonly string[];
  readonly isPresigned: boolean;
  /** True when this secret key made it. */
  matches(secretAccessKey: string): boolean;
}

/**
 * The SigV4 signature of a request, as AWS checks it; undefined when it has none. Written after the
 * specification and not with the library that signs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function signatureOf({ method, url, headers, body }: SignedRequest): Signature | undefined {
  const header = (name: string): string => String(headers[name] ?? '');
  const fields = /^AWS4-HMAC-SHA256 Credential=(\S+), ?SignedHeaders=(\S+), ?Signature=([0-9a-f]+)$/.exec(
    header('authorization'),
  );
  const isPresigned = url.searchParams.has('X-Amz-Signature');
  if (!fields && !isPresigned) return undefined;
  const query = (name: string): string => url.searchParams.get(name) ?? '';
  const [credential = '', names = '', signature = ''] = fields?.slice(1) ?? [
    query('X-Amz-Credential'),
    query('X-Amz-SignedHeaders'),
    query('X-Amz-Signature'),
  ];
  const [accessKeyId = '', day = '', region = '', service = ''] = credential.split('/');
  const date = fields ? header('x-amz-date') : query('X-Amz-Date');
  const sessionToken = fields ? header('x-amz-security-token') : query('X-Amz-Security-Token');
  const signedHeaders = names.split(';');
  const canonical = [
    method,
    url.pathname.split('/').map(encode).join('/'),
    [...url.searchParams]
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    ...signedHeaders.map((name) => `${name}:${header(name).trim().replace(/ +/g, ' ')}`),
    '',
    names,
    header('x-amz-content-sha256') || hash(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash(canonical)}`;
  return {
    accessKeyId,
    region,
    service,
    date,
    ...(sessionToken === '' ? {} : { sessionToken }),
    signedHeaders,
    isPresigned,
    matches: (secret) =>
      [day, region, service, 'aws4_request', text]
        .reduce<Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(`AWS4${secret}`))
        .toString('hex') === signature,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
