import { openApiLab, type ApiLab } from '../support/api-lab';

/** Problems of the public ways in the language of who asks. */

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab({
    publicIntake: { points: 200, duration: 60 },
    publicTracking: { points: 3, duration: 60 },
  });
});
afterAll(() => lab.close());

const good = () => ({
  category: 'foodRelief',
  caller: { phone: '0909 888 777' },
  location: { unitCode: '25747' },
  description: 'Nhà hết gạo',
});
const report = (body: object, language?: string) => {
  const request = lab.asNobody().post('/public/tickets');
  return (language === undefined ? request : request.set('Accept-Language', language)).send(body);
};
const vietnamese = /[àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ]/i;

/** Every way of being wrong that the public body knows. */
const wrong: readonly object[] = [
  {},
  { ...good(), category: 7 },
  { ...good(), category: '' },
  { ...good(), category: 'x'.repeat(41) },
  { ...good(), category: 'graffiti' },
  { ...good(), caller: {} },
  { ...good(), caller: { phone: '12' } },
  { ...good(), caller: 'Lan' },
  { ...good(), subject: { phone: '12' } },
  { ...good(), subject: { birthYear: 1500 } },
  { ...good(), subject: { birthYear: '1980' } },
  { ...good(), subject: { birthYear: 9999 } },
  { ...good(), subject: { sex: 'x' } },
  { ...good(), location: { unitCode: '!' } },
  { ...good(), location: { unitCode: '99999' } },
  { ...good(), location: { unitCode: '25747', point: { lat: 91, lng: 0 } } },
  { ...good(), location: { unitCode: '25747', point: { lat: -91, lng: 0 } } },
  { ...good(), location: { unitCode: '25747', point: [1, 2] } },
  { ...good(), description: 'x'.repeat(2_001) },
  { ...good(), description: 'x\0' },
  { ...good(), details: { answers: { noFoodToday: 'maybe' } } },
  { ...good(), details: { answers: { people: 100_000 } } },
  { ...good(), details: { answers: { shoeSize: 43 } } },
  { ...good(), details: { answers: { noFoodToday: [] } } },
  { ...good(), details: { answers: [] } },
  { ...good(), category: 'f0Consult', details: { answers: { infection: 'F9' } } },
  { ...good(), website: 'x'.repeat(201) },
  { ...good(), priority: 'P1' },
  [],
];

test.each(wrong.map((body, index) => [index, body] as const))(
  'wrong report %i: the same pointers and code in both languages, the words in Vietnamese',
  async (_, body) => {
    const english = await report(body, 'en-US,en;q=0.9');
    const inVietnamese = await report(body, 'vi-VN,vi;q=0.9,en;q=0.8');
    expect(english.status).toBeGreaterThanOrEqual(400);
    expect([inVietnamese.status, inVietnamese.body.type]).toEqual([english.status, english.body.type]);
    const pointers = (problem: { errors?: { pointer: string }[] }) =>
      problem.errors?.map(({ pointer }) => pointer);
    expect(pointers(inVietnamese.body)).toEqual(pointers(english.body));
    expect(inVietnamese.headers).toMatchObject({
      'content-language': 'vi',
      vary: expect.stringContaining('Accept-Language'),
      'content-type': expect.stringContaining('application/problem+json'),
    });
    expect(inVietnamese.body.title).toMatch(vietnamese);
    expect(inVietnamese.body.detail).toMatch(vietnamese);
    for (const { message } of inVietnamese.body.errors ?? []) {
      expect(message).toMatch(vietnamese);
      // Never the half-translated "chưa đúng: must …".
      expect(message).not.toMatch(/chưa đúng:|must|expected|Invalid/);
    }
  },
);

test('who says nothing, and who speaks something else, hears English', async () => {
  for (const language of [undefined, '*', 'fr', 'vi;q=0', 'en, vi', 'nonsense;;;']) {
    const { body, headers } = await report({}, language).expect(400);
    expect([language, headers['content-language']]).toEqual([language, 'en']);
    expect(body.title).toBe('The request has fields that are not as they must be');
  }
});

test('following a report: wrong digits, an unknown code and too many tries are told in Vietnamese', async () => {
  const track = (address: string) => lab.asNobody().get(address).set('Accept-Language', 'vi');
  const { body: digits } = await track('/public/tickets/BD-222-222?phone=1').expect(400);
  expect(digits.errors).toEqual([{ pointer: '/query/phone', message: 'phải là 4 số cuối của điện thoại' }]);
  const { body: unknown } = await track('/public/tickets/BD-222-222?phone=1234').expect(404);
  expect(unknown.detail).toBe('Không có phản ánh nào với mã và bốn số này. Xin kiểm tra lại.');
  let last = await track('/public/tickets/BD-222-222?phone=1234');
  for (let tries = 0; tries < 5 && last.status !== 429; tries += 1)
    last = await track('/public/tickets/BD-222-222?phone=1234');
  expect(last.body).toMatchObject({
    status: 429,
    title: 'Gửi quá nhiều lần',
    detail: expect.stringMatching(/^Xin chờ \d+ giây/),
  });
});

test('a claim that is lost keeps its facts in Vietnamese', async () => {
  const { id } = await lab.offeredTicket();
  await lab.as('responder').post(`/api/v1/tickets/${id}/claim`).send({}).expect(200);
  const { body } = await lab
    .as('districtResponder')
    .post(`/api/v1/tickets/${id}/claim`)
    .set('Accept-Language', 'vi')
    .send({})
    .expect(409);
  expect(body).toMatchObject({
    title: 'Đã có đội khác nhận phản ánh này',
    claimedBy: { teamId: 'response-25747' },
  });
});
