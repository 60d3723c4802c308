import { parse } from 'node:querystring';
import express from 'express';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import type { RequestHandler } from 'express';

/**
 * Reads a form and lets only the provider pass. The signature covers the address Twilio was given, which is
 * the configured public one: `Host` is the caller's to choose.
 */
export function onlySigned(options: {
  readonly authToken: string;
  readonly publicUrl: string;
}): RequestHandler[] {
  const check: RequestHandler = (request, response, next) => {
    const signature = request.get('X-Twilio-Signature') ?? '';
    // Every field as it came: what a library leaves out or puts together, somebody could add unseen.
    const form = parse(typeof request.body === 'string' ? request.body : '', '&', '=', { maxKeys: 0 });
    if (validateRequest(options.authToken, signature, options.publicUrl + request.originalUrl, form)) {
      request.body = form;
      next();
      return;
    }
    response.status(403).type('application/problem+json').send({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      detail: 'X-Twilio-Signature is missing or does not match this request.',
    });
  };
  return [express.text({ type: 'application/x-www-form-urlencoded', limit: '64kb' }), check];
}

/** The form's fields; of a repeated one, which the provider never sends, the last value. */
export function formOf(body: unknown): Record<string, string> {
  const form: Record<string, string> = {};
  if (typeof body !== 'object' || body === null) return form;
  for (const [name, value] of Object.entries(body)) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') form[name] = last;
  }
  return form;
}
