import { eventually } from './eventually';
import type { System } from './system';

/** The command orders that pages are looked at with. */
export interface MorningOrders {
  /** To every commune of Thủ Dầu Một: some have answered, the others are late. */
  readonly orderId: string;
  /** The page behind the SMS of one of them. */
  readonly orderLink: string;
}

const inSeconds = (count: number): string => new Date(Date.now() + count * 1_000).toISOString();

/** The chairman of Thủ Dầu Một orders his communes; one reports, one acknowledges, the others let the time pass. */
export async function giveOrders(system: System): Promise<MorningOrders> {
  const chairman = await system.person({ username: 'commander.718' });
  const [phuCuong, phuHoa] = await Promise.all([
    system.person({ username: 'commander.25747' }),
    system.person({ username: 'commander.25750' }),
  ]);
  const give = async (order: object): Promise<{ id: string; code: string }> => {
    const { status, body } = await chairman('POST', '/command-orders', order);
    if (status !== 201) throw new Error(`answered ${String(status)}: ${JSON.stringify(body)}`);
    return body as { id: string; code: string };
  };
  await give({
    text: 'Rà soát hộ cần cứu trợ lương thực, gửi danh sách về trung tâm.',
    ...{ given: { by: 'phone' }, to: { unitCodes: ['25747', '25750'] } },
    ...{ acknowledgeBy: inSeconds(7_200), resultBy: inSeconds(36_000) },
  });
  const { id, code } = await give({
    text: 'Lập chốt kiểm soát ở mọi cửa ngõ phường, mỗi chốt ít nhất ba người, trước 17 giờ hôm nay.',
    ...{
      urgent: true,
      given: { by: 'document', documentNumber: '2952/QĐ-UBND', documentDate: '2021-08-30' },
    },
    ...{ to: { tiers: [{ tier: 'commune', below: '718' }] } },
    ...{ acknowledgeBy: inSeconds(6), resultBy: inSeconds(14_400) },
  });
  const { phone = '' } = system.accountOf({ username: 'commander.25747' });
  // Whoever has answered already is not written to any more.
  const sms = await system.phones.phone(phone).expectsSms(new RegExp(`LENH ${code}`));
  await phuHoa('POST', `/command-orders/${id}/acknowledge`, {});
  const report = { outcome: 'partly', text: 'Đã lập 2/3 chốt, thiếu người ở cầu Phú Cường.' };
  await phuCuong('POST', `/command-orders/${id}/report`, report);
  await eventually('the others are late', async () => {
    const { body } = await chairman('GET', `/command-orders/${id}`);
    return (body as { counts: { late: number } }).counts.late > 0 || null;
  });
  return { orderId: id, orderLink: new URL(/https?:\/\/\S+\/o\/\w+/.exec(sms.body)?.[0] ?? '').pathname };
}
