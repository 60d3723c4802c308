import { z } from 'zod';
import { smsSize } from '../../domain/sms-size';
import { accentedSmsText, smsText } from '../../domain/sms-text';
import { isBrand, sampleValuesOf } from '../../domain/template-rules';
import type { SmsWords } from '../../domain/template-rules';
import type { TextVersion, TextVersions } from '../../models/messages/text-versions';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { itemsOf, textOf } from '../http/schemas';
import { nextTexts, refuseIfChangedSince } from './next-texts';

const part = z
  .strictObject({ text: textOf(300), drop: z.int().min(1).max(9).optional() })
  .transform(({ text, drop }) => (drop === undefined ? { text } : { text, drop }));
const parts = z.array(part).min(1).max(10);
const partsView = z.array(z.object({ text: z.string(), drop: z.number().int().optional() }));
const smsBody = z.strictObject({ plain: parts, vi: parts, en: parts });
const spokenBody = z.strictObject({ vi: parts, en: parts });
const templateName = z.string().regex(/^[a-z]+(\.[a-zA-Z]+){1,2}$/, 'must be the name of a template');

const versionSummary = z.object({
  version: z.number().int(),
  brand: z.string(),
  accented: z.boolean(),
  effectiveFrom: z.string(),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
});
const versionView = versionSummary
  .extend({
    sms: z.record(z.string(), z.object({ plain: partsView, vi: partsView, en: partsView })),
    voice: z.record(z.string(), z.object({ vi: partsView, en: partsView })),
  })
  .meta({ id: 'MessageTexts' });
const previewView = z.object({
  variant: z.enum(['plain', 'vi', 'en']),
  text: z.string(),
  encoding: z.enum(['GSM-7', 'UCS-2']),
  characters: z.number().int(),
  segments: z.number().int(),
  costs: z.array(z.object({ provider: z.string(), vnd: z.number() })),
});

export interface TemplateDependencies {
  readonly textVersions: TextVersions;
  /** Providers' prices in đồng, for the estimate. */
  readonly prices: Readonly<Record<string, { readonly smsPartVnd: number }>>;
}

/** The words of messages as versioned data. */
export function templateRoutes({ textVersions, prices }: TemplateDependencies): Route[] {
  const find = async (version: number): Promise<TextVersion> => {
    const found = await textVersions.find(version);
    if (found) return found;
    throw new Refused('not-found', 'There is no such version.');
  };
  return [
    route({
      operationId: 'listMessageTemplates',
      method: 'get',
      path: '/message-templates',
      tag: 'Messages',
      permission: ['MessageTexts', 'read'],
      summary: 'Every version of the words of messages, newest first; the newest is in force',
      status: 200,
      response: itemsOf(versionSummary),
      handle: async () => ({ items: (await textVersions.list()).map(toSummary) }),
    }),
    route({
      operationId: 'addMessageTemplates',
      method: 'post',
      path: '/message-templates',
      tag: 'Messages',
      permission: ['MessageTexts', 'manage'],
      summary: 'A new version: the one in force with these words changed; counts from the next message on',
      status: 201,
      problems: ['impossible', 'conflict'],
      body: z
        .strictObject({
          brand: z
            .string()
            .refine(isBrand, 'must be 2 to 11 unaccented letters, digits and spaces')
            .optional(),
          accented: z
            .boolean()
            .optional()
            .describe('SMS to citizens with accents: up to two parts of 67 characters instead of one of 160'),
          sms: z.record(templateName, smsBody).optional(),
          voice: z.record(templateName, spokenBody).optional(),
          basedOn: z
            .int('must be a whole number')
            .min(1, 'must be 1 or more')
            .optional()
            .describe(
              'The version that was read: refused when a newer one changed the same words, laid over it otherwise',
            ),
        })
        .meta({ id: 'MessageTextsChange' }),
      response: versionView,
      handle: async ({ body: { basedOn, ...change }, user }) => {
        const read = basedOn === undefined ? null : await textVersions.find(basedOn);
        if (basedOn !== undefined && !read) {
          const errors = [{ pointer: '/basedOn', message: 'must be a version that exists' }];
          throw new Refused('impossible', 'There is no such version.', { errors });
        }
        const write = async (): Promise<TextVersion | null> => {
          const newest = await textVersions.newest();
          if (read) refuseIfChangedSince(change, read, newest);
          return textVersions.add(nextTexts(newest.texts, change), user.id);
        };
        // Whoever wrote at the same moment may have changed other words: only who says what they read can be told so.
        const added = (await write()) ?? (read && (await write()));
        if (!added)
          throw new Refused('conflict', 'Somebody has just written another version. Read it first.');
        return new ReplyWith(toView(added), {
          headers: { Location: `/api/v1/message-templates/${String(added.texts.version)}` },
        });
      },
    }),
    route({
      operationId: 'previewMessageTemplate',
      method: 'post',
      path: '/message-templates/preview',
      tag: 'Messages',
      permission: ['MessageTexts', 'read'],
      summary: 'What an SMS would look like: text, encoding, parts and cost of each variant',
      status: 200,
      problems: ['not-found'],
      body: z.strictObject({
        template: templateName,
        words: smsBody.optional().describe('Those in force by default'),
        brand: z.string().refine(isBrand, 'must be 2 to 11 unaccented letters, digits and spaces').optional(),
        values: z.record(z.string().regex(/^\w{1,20}$/), z.string().max(200)).optional(),
      }),
      response: itemsOf(previewView),
      handle: async ({ body }) => {
        const current = await textVersions.current();
        const words: SmsWords | undefined = body.words ?? current.sms[body.template];
        if (!words) throw new Refused('not-found', 'There is no SMS template of this name.');
        const values = { ...sampleValuesOf(body.template), ...body.values };
        const brand = body.brand ?? current.brand;
        return {
          items: (['plain', 'vi', 'en'] as const).map((variant) => preview(variant, words, values, brand)),
        };
      },
    }),
    route({
      operationId: 'getMessageTemplates',
      method: 'get',
      path: '/message-templates/:version',
      tag: 'Messages',
      permission: ['MessageTexts', 'read'],
      summary: 'One version of the words',
      status: 200,
      problems: ['not-found'],
      params: z.object({
        version: z.coerce.number('must be a number').int('must be a whole number').min(1).max(1_000_000),
      }),
      response: versionView,
      handle: async ({ params: { version } }) => toView(await find(version)),
    }),
  ];

  function preview(
    variant: 'plain' | 'vi' | 'en',
    words: SmsWords,
    values: Readonly<Record<string, string>>,
    brand: string,
  ): z.input<typeof previewView> {
    const text =
      variant === 'vi' ? accentedSmsText(brand, words.vi, values) : smsText(brand, words[variant], values);
    const { encoding, units, segments } = smsSize(text);
    return {
      ...{ variant, text, encoding, segments, characters: units },
      costs: Object.entries(prices).map(([provider, { smsPartVnd }]) => ({
        provider,
        vnd: smsPartVnd * segments,
      })),
    };
  }
}

const toSummary = ({ texts, createdBy, createdAt }: TextVersion): z.input<typeof versionSummary> => ({
  ...{ version: texts.version, brand: texts.brand, accented: texts.accented ?? false },
  ...{ effectiveFrom: texts.effectiveFrom, createdBy },
  createdAt: createdAt.toISOString(),
});

const toView = (version: TextVersion): z.input<typeof versionView> => ({
  ...toSummary(version),
  sms: version.texts.sms,
  voice: version.texts.voice,
});
