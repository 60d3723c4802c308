import { typesOf, type OpenApi } from '../../scripts/web/types-of-openapi';
import { createParser, type StreamEvent } from '../../web/api/event-parser';
import { vi } from '../../web/locales/vi';
import { leftText } from '../../web/parts/left-text';

test('a stream is understood however the network cuts it into pieces', () => {
  const text = ': still here\n\nid: 7\nevent: ticket\ndata: {"a":1}\n\nid: \nevent: reset\ndata: {}\n\n';
  for (let size = 1; size < text.length; size += 1) {
    const heard: StreamEvent[] = [];
    const parse = createParser((event) => heard.push(event));
    for (let at = 0; at < text.length; at += size) parse(text.slice(at, at + size));
    expect(heard).toEqual([
      { id: '7', name: 'ticket', data: '{"a":1}' },
      { id: '', name: 'reset', data: '{}' },
    ]);
  }
});

test.each([
  [252_000, 'còn 4 phút 12 giây'],
  [3 * 3_600_000 + 20 * 60_000 + 5_000, 'còn 3 giờ 20 phút'],
  [2 * 86_400_000 + 1_000, 'còn 2 ngày'],
  [0, 'còn 0 giây'],
  [-61_000, 'trễ 1 phút 1 giây'],
])('%i ms to a deadline reads %s', (ms, text) => {
  expect(leftText(ms, vi.countdown)).toBe(text);
});

test('the types of the consoles say what a route takes and what it answers', () => {
  const openApi: OpenApi = {
    components: {
      schemas: {
        Thing: {
          type: 'object',
          properties: { id: { type: 'string' }, kinds: { type: 'array', items: { enum: ['a', 'b'] } } },
          required: ['id'],
        },
      },
    },
    paths: {
      '/api/v1/things/{id}': {
        put: {
          summary: 'Change a thing',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          responses: { 204: {} },
        },
      },
    },
  };
  const text = typesOf(openApi);
  expect(text).toContain(
    'export type Thing = { readonly id: string; readonly kinds?: readonly ("a" | "b")[]; };',
  );
  expect(text).toContain(
    "'PUT /things/{id}': { params: { readonly id: string; }; body: Thing; answer: null; };",
  );
});
