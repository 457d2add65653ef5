import type { AwsAccess } from './aws-access.js';

/** Where the credentials of an access come from, as far as that is known before anybody is asked. */
export interface CredentialSource {
  readonly kind: 'keys' | 'profile' | 'web-identity' | 'container' | 'chain';
  /** The profile that is the only source. */
  readonly profile?: string;
  /** In words, for messages: `profile 'deploy'`. */
  readonly words: string;
  /** What to do for new credentials; an imperative sentence. */
  readonly renew: string;
}

/**
 * The source that counts, in the order of the `aws` command: a profile that the access file names, keys of
 * the environment, `AWS_PROFILE`, and what the credential chain finds. Pure.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export function credentialSource({
  profile,
  environment,
}: Pick<AwsAccess, 'profile' | 'environment'>): CredentialSource {
  const named = profile ?? (environment['AWS_ACCESS_KEY_ID'] ? undefined : environment['AWS_PROFILE'] || undefined);
  if (named !== undefined)
    return {
      kind: 'profile',
      profile: named,
      words: `profile '${named}'`,
      renew: `Log in again with 'aws sso login --profile ${named}', or renew the keys of that profile.`,
    };
  if (environment['AWS_ACCESS_KEY_ID'])
    return {
      kind: 'keys',
      words: "'AWS_ACCESS_KEY_ID' of the environment",
      renew:
        "Set 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY' and, for temporary keys, 'AWS_SESSION_TOKEN' again, all three of one login.",
    };
  if (environment['AWS_WEB_IDENTITY_TOKEN_FILE'])
    return {
      kind: 'web-identity',
      words: `the web identity of '${environment['AWS_WEB_IDENTITY_TOKEN_FILE']}'`,
      renew:
        "Check that the file of 'AWS_WEB_IDENTITY_TOKEN_FILE' holds a token that is still valid, and that the trust policy of the role of 'AWS_ROLE_ARN' names its issuer, audience and subject.",
    };
  if (environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'] || environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'])
    return {
      kind: 'container',
      words: "the container's role",
      renew:
        'Check that the service account has a Pod Identity association (or the task a role), and that its agent runs.',
    };
  return { kind: 'chain', words: 'the AWS credential chain', renew: 'Log in to AWS again.' };
}
