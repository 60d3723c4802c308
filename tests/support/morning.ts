import { bodyOf } from '../../scripts/scenario/intake';
import { planMorning, type Place } from '../../scripts/scenario/plan';
import { leaveAnsweredCalls } from './answered-calls';
import { eventually } from './eventually';
import { inventedOutlines } from './invented-outlines';
import { giveOrders, type MorningOrders } from './morning-orders';
import type { Answer, Person, System } from './system';

/** The tickets, and the orders, that pages are looked at with, by what became of them. */
export interface Morning extends MorningOrders {
  /** A P1 of the province's medical team, which is on its way. */
  readonly claimedId: string;
  /** Offered to the province's medical team, which has not answered yet. */
  readonly offeredId: string;
}

interface OwnCall {
  readonly category: string;
  readonly address: string;
  readonly name: string;
  readonly phone: string;
  readonly description: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** Invented people on streets that exist; what they say is what people said in August 2021. */
const ownCalls: readonly OwnCall[] = [
  {
    ...{ category: 'emergency', address: '12 Lê Lợi', name: 'Nguyễn Thị Hoa', phone: '0903123456' },
    description: 'Mẹ tôi 67 tuổi khó thở từ sáng, môi tím, gọi không trả lời rõ.',
    answers: { spo2: 86 },
  },
  {
    ...{ category: 'f0Consult', address: '48/3 Bạch Đằng', name: 'Trần Văn Bình', phone: '0912555010' },
    description: 'Test nhanh hai vạch, sốt ngày thứ hai, nhà có trẻ nhỏ. Xin tư vấn uống thuốc gì.',
  },
  {
    ...{ category: 'suspectedCase', address: 'Dãy trọ 7 phòng, hẻm 21 Yersin' },
    ...{ name: 'Lê Thị Mai', phone: '0987200300' },
    description: 'Hai người cùng phòng ho và mất mùi, chưa ai xét nghiệm.',
  },
];

/**
 * The first `calls` of a morning of August 2021 as the scenario plans it, and three calls in Phú Cường for the province's medical
 * team, which has taken the first and is on its way. Three citizens wait on the line, one who hung up is to be rung back; the six hours
 * before brought more and more calls.
 */
export async function playMorning(system: System, calls = 30): Promise<Morning> {
  // Their deadline is seconds away: it passes while the calls come in.
  const orders = giveOrders(system);
  orders.catch(() => undefined);
  await leaveAnsweredCalls(system, [
    { tier: 'province', code: '74' },
    { tier: 'district', code: '718' },
  ]);
  const admin = await system.person({ role: 'admin', unitCode: '74' });
  ok(await admin('PUT', '/units/map?source=dữ liệu phỏng tác', JSON.parse(inventedOutlines()) as object));
  const agent = await system.person({ role: 'agent' });
  const team = await system.person({ username: 'medical1.74' });
  const { items } = (await agent('GET', '/units')).body as { readonly items: readonly Place[] };
  const plan = planMorning({ ...{ seed: '2021', calls, minutes: 60 }, places: items });
  for (const call of plan) {
    // A citizen's own report is theirs to send.
    const channel = call.channel === 'web' ? 'hotline1022' : call.channel;
    await create(agent, bodyOf({ ...call, channel }));
  }

  const ids: string[] = [];
  for (const { category, address, name, phone, description, answers } of ownCalls) {
    ids.push(
      await create(agent, {
        ...{ category, channel: 'hotline1022', caller: { name, phone }, description },
        location: { unitCode: '25747', address, point: { lat: 10.9804, lng: 106.6519 } },
        ...(answers && { details: { answers } }),
      }),
    );
  }
  const [claimedId = '', offeredId = ''] = ids;
  for (const id of ids) {
    await eventually('the team is offered it', async () => {
      const { status } = await team('GET', `/tickets/${id}`);
      return status === 200 || null;
    });
  }
  for (const step of ['claim', 'enRoute']) await team('POST', `/tickets/${claimedId}/${step}`, {}).then(ok);
  await callersWait(system);
  return { claimedId, offeredId, ...(await orders) };
}

const create = async (agent: Person, body: object): Promise<string> =>
  String(ok(await agent('POST', '/tickets', body)).body.id);

function ok(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  throw new Error(`answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
}

const patienceMs = 30 * 60_000;

async function callersWait(system: System): Promise<void> {
  const waiting = [
    { number: '+84903123456', keys: '12' },
    { number: '+84987654321', keys: '3' },
    { number: '+84912777888', keys: '4' },
  ];
  for (const { number, keys } of waiting) {
    const phone = system.phones.phone(number);
    await phone.hears(await phone.calls(keys, { patienceMs }), /Xin giữ máy/);
  }
  const gone = system.phones.phone('+84938111222');
  const call = await gone.calls('11', { patienceMs });
  await gone.hears(call, /Xin giữ máy/);
  await gone.hangsUp(call);
  const { phone = '' } = system.accountOf({ username: 'agent1.74' });
  await system.phones.phone(phone).behaves('answers', { presses: '1' });
}
