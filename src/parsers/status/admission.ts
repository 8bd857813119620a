import type { Admission, AdmissionWebhooks } from '../../domain/agent-status.ts';
import { parseGoDuration } from '../go-duration.ts';
import { asObject, asText, type JsonObject } from './json-value.ts';
import { keyValue, offOrFailed, type SectionResult, type SectionText } from './section.ts';

type Webhook = AdmissionWebhooks['webhooks'][number];
type Secret = NonNullable<Admission['secret']>;

interface ConfigurationDraft {
  readonly kind: AdmissionWebhooks['kind'];
  readonly name: string;
  error?: string;
  readonly webhooks: { name: string; caBundleDigest?: string; service?: string }[];
}

interface SecretDraft {
  name: string;
  namespace?: string;
  error?: string;
  caBundleDigest?: string;
  validSeconds?: number;
}

/**
 * `Admission Controller`: the webhook configurations with their webhooks, and the certificate's secret as
 * `namespace/name`. The lines tell by their keys what they belong to; indents differ between versions.
 */
export function admissionFromText(section: SectionText): SectionResult<Admission> {
  const off = offOrFailed(section.lines);
  if (off || !section.complete) {
    return off;
  }
  const configurations: ConfigurationDraft[] = [];
  let secret: SecretDraft | undefined;
  for (const line of section.lines) {
    const pair = keyValue(line);
    if (!pair) {
      continue;
    }
    const { key, value } = pair;
    if (key === 'MutatingWebhookConfigurations name' || key === 'ValidatingWebhookConfigurations name') {
      configurations.push({ kind: key.startsWith('Mut') ? 'Mutating' : 'Validating', name: value, webhooks: [] });
    } else if (key === 'Secret name') {
      secret = { name: value };
    } else if (secret) {
      takeSecretLine(secret, key, value);
    } else if (configurations.length > 0) {
      takeWebhookLine(configurations.at(-1)!, key, value);
    }
  }
  return configurations.length === 0 && !secret
    ? undefined
    : { state: 'present', value: { configurations, ...(secret && { secret: secretOf(secret) }) } };
}

function takeWebhookLine(configuration: ConfigurationDraft, key: string, value: string): void {
  const webhook = configuration.webhooks.at(-1);
  if (key === 'Name') {
    configuration.webhooks.push({ name: value });
  } else if (key === 'Error' && !webhook) {
    configuration.error = value;
  } else if (key === 'CA bundle digest' && webhook) {
    webhook.caBundleDigest = value;
  } else if (key === 'Service' && webhook) {
    webhook.service = serviceOf(value);
  }
}

function takeSecretLine(secret: SecretDraft, key: string, value: string): void {
  if (key === 'Secret namespace') {
    secret.namespace = value;
  } else if (key === 'Error') {
    secret.error = value;
  } else if (key === 'CA bundle digest') {
    secret.caBundleDigest = value;
  } else if (key === 'Duration before certificate expiration') {
    setDuration(secret, value);
  }
}

function setDuration(secret: SecretDraft, text: string): void {
  const seconds = parseGoDuration(text);
  if (seconds !== undefined) {
    secret.validSeconds = seconds;
  }
}

function secretOf(draft: SecretDraft): Secret {
  const { namespace, name, ...rest } = draft;
  return { ...rest, name: namespace && !name.includes('/') ? `${namespace}/${name}` : name };
}

/** `shop/web - Port: 443 - Path: /inject` names the Service `shop/web`. */
function serviceOf(text: string): string {
  const end = text.indexOf(' - Port:');
  return end < 0 ? text : text.slice(0, end);
}

/** The document's `admissionWebhook`, with the key names of before and after Agent 7.58. */
export function admissionFromJson(value: unknown): SectionResult<Admission> {
  const object = asObject(value);
  const error = asText(object?.Error);
  const disabled = asText(object?.Disabled);
  if (error) {
    return { state: 'error', text: error };
  }
  if (disabled) {
    return { state: 'disabled', text: disabled };
  }
  if (!object) {
    return undefined;
  }
  const configurations = [
    configurationFromJson(object, 'Validating', 'ValidatingWebhooks', 'ValidatingWebhookError'),
    configurationFromJson(object, 'Mutating', 'MutatingWebhooks', 'MutatingWebhookError'),
    configurationFromJson(object, 'Mutating', 'Webhooks', 'WebhookError'),
  ].filter((configuration) => configuration !== undefined);
  const secret = secretFromJson(object);
  return configurations.length === 0 && !secret
    ? undefined
    : { state: 'present', value: { configurations, ...(secret && { secret }) } };
}

function configurationFromJson(
  object: JsonObject,
  kind: AdmissionWebhooks['kind'],
  webhooksKey: string,
  errorKey: string,
): AdmissionWebhooks | undefined {
  const found = asObject(object[webhooksKey]);
  const error = asText(object[errorKey]) || undefined;
  if (!found && error === undefined) {
    return undefined;
  }
  const webhooks = Object.entries(asObject(found?.Webhooks) ?? {}).map(([name, raw]) => webhookFromJson(name, raw));
  return {
    kind,
    name: asText(found?.Name) ?? asText(object.WebhookName) ?? '',
    ...(error !== undefined && { error }),
    webhooks,
  };
}

function webhookFromJson(name: string, raw: unknown): Webhook {
  const fields = asObject(raw);
  const digest = asText(fields?.['CA bundle digest']);
  const service = asText(fields?.Service);
  return {
    name,
    ...(digest !== undefined && { caBundleDigest: digest }),
    ...(service !== undefined && { service: serviceOf(service) }),
  };
}

function secretFromJson(object: JsonObject): Secret | undefined {
  const found = asObject(object.Secret);
  const error = asText(object.SecretError) || undefined;
  if (!found && error === undefined) {
    return undefined;
  }
  const draft: SecretDraft = { name: asText(found?.Name) ?? asText(object.SecretName) ?? '' };
  const namespace = asText(found?.Namespace);
  const digest = asText(found?.CABundleDigest);
  if (namespace !== undefined) draft.namespace = namespace;
  if (error !== undefined) draft.error = error;
  if (digest !== undefined) draft.caBundleDigest = digest;
  setDuration(draft, asText(found?.CertValidDuration) ?? '');
  return secretOf(draft);
}
