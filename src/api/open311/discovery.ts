import type { Answer } from './representation';

/** When this description of the service last changed. */
const changeset = '2026-11-22T00:00:00Z';

/** Service discovery: where the interface is, in which formats, and how to get a key that nobody needs. */
export const discovery = (publicUrl: string): Answer => ({
  root: 'discovery',
  record: {
    changeset,
    contact: `Report without a key. In an emergency call 115 or 1022. ${publicUrl}/docs`,
    key_service: 'No key is needed; the operator gives keys that raise the limit.',
    endpoints: {
      each: 'endpoint',
      items: [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: `${publicUrl}/open311/v2`,
          changeset,
          type: 'production',
          formats: { each: 'format', items: ['text/xml', 'application/xml', 'application/json'] },
        },
      ],
    },
  },
});
