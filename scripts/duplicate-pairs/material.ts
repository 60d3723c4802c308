import type { Field } from '../../src/domain/organisation';
import type { Chance } from './chance';

/** Names, streets and sentences the invented reports are made of. Nobody in them exists. */

const familyNames = 'Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Phan Trương'.split(' ');
const middleNames = 'Thị Văn Hữu Ngọc Minh Thanh Kim Quốc Đức Hoàng Mỹ Xuân'.split(' ');
const givenNames =
  'Lan Hùng Hoa Tuấn Mai Dũng Hạnh Phúc Thảo Bình Nga Sơn Yến Khánh Trang Lộc Hiền Tâm Vinh Quyên Oanh Phương Nhung Đạt'.split(
    ' ',
  );
export const streets = [
  'Lê Lợi',
  'Bạch Đằng',
  'Nguyễn Văn Trỗi',
  'Cách Mạng Tháng Tám',
  'Trần Hưng Đạo',
  'Yersin',
  'Phú Lợi',
  'Huỳnh Văn Lũy',
  'Thích Quảng Đức',
  'Hoàng Văn Thụ',
  '30 Tháng 4',
  'Nguyễn An Ninh',
  'Bùi Quốc Khánh',
  'Lý Thường Kiệt',
  'Ngô Quyền',
];
const communes = ['25747', '25750', '25753', '25756', '25759', '25762'];

const phoneOf = (chance: Chance): string =>
  `+849${String(chance.between(0, 9))}${String(chance.between(1_000_000, 9_999_999))}`;
const nameOf = (chance: Chance): string =>
  `${chance.pick(familyNames)} ${chance.pick(middleNames)} ${chance.pick(givenNames)}`;

/** `212`, `12/3` or `12/3a`: lanes off lanes are numbered so. */
const houseOf = (chance: Chance): string => {
  const front = String(chance.between(1, 400));
  if (!chance.happens(0.35)) return front;
  return `${front}/${String(chance.between(1, 40))}${chance.pick(['', '', 'a', 'b'])}`;
};

/** Two doors on, in the same lane. */
export const nextDoorOf = (house: string): string =>
  house.replace(/\d+(?=[a-z]?$)/, (number) => String(Number(number) + 2));

export const callers = (chance: Chance) => ({ phone: phoneOf(chance), person: nameOf(chance) });

export const households = (chance: Chance) => ({
  ...callers(chance),
  house: houseOf(chance),
  street: chance.pick(streets),
  quarter: String(chance.between(1, 9)),
  unitCode: chance.pick(communes),
});

interface Need {
  readonly category: string;
  readonly field: Field;
  readonly texts: readonly string[];
}
const need = (category: string, field: Field, ...texts: string[]): Need => ({ category, field, texts });

/** By need: what different people say about one and the same thing. */
export const phrasings: Readonly<Record<string, Need>> = {
  breathing: need(
    'emergency',
    'medical',
    'Ba tôi khó thở, môi tím, không nói được',
    'Ông cụ thở dốc, người lả đi, xin xe cấp cứu gấp',
    'Bác trai đang thở không nổi, SpO2 85',
    'Cha em nghẹt thở từ sáng, mặt tái',
    'Có người lớn tuổi khó thở nặng, cần oxy',
    'Xin bình oxy gấp, ba em hụt hơi lắm rồi',
  ),
  collapse: need(
    'emergency',
    'medical',
    'Chồng tôi ngất, gọi không trả lời',
    'Anh ấy xỉu ngoài sân, bất tỉnh rồi',
    'Có người hôn mê, gọi hoài không tỉnh',
    'Người đàn ông gục xuống, bất tỉnh, cứu với',
    'Chồng em đang co giật rồi bất tỉnh',
  ),
  birth: need(
    'emergency',
    'medical',
    'Vợ tôi sắp sinh, vỡ ối rồi',
    'Có sản phụ chuyển dạ, đau bụng nhiều, không có xe',
    'Chị tôi đau đẻ, cần xe đi bệnh viện phụ sản',
    'Vợ em chuyển dạ con đầu lòng, vỡ ối',
  ),
  fever: need(
    'suspectedCase',
    'medical',
    'Nhà tôi có người sốt 39 độ, ho khan ba ngày',
    'Con tôi sốt cao, đau họng, mất mùi',
    'Cháu bị nóng lạnh, ho khan, sợ nhiễm bệnh',
    'Sốt với mất vị giác từ hôm qua, chưa được xét nghiệm',
  ),
  positive: need(
    'f0Consult',
    'medical',
    'Tôi test nhanh hai vạch, không biết uống thuốc gì',
    'Em là F0 ở nhà, xin hướng dẫn thuốc',
    'Cả nhà dương tính, cần bác sĩ tư vấn cách ly tại nhà',
    'Dương tính hôm qua, giờ uống thuốc gì ạ',
  ),
  transfer: need(
    'hospitalTransfer',
    'medical',
    'Mẹ tôi chạy thận, tới lịch mà không có xe đi',
    'Xin chuyển viện cho mẹ, trạm y tế nói phải lên tuyến trên',
    'Bà cụ cần lên bệnh viện chạy thận, nhờ xe',
    'Cần chuyển lên tuyến trên, bệnh thận nặng, xin xe chở',
  ),
  food: need(
    'foodRelief',
    'relief',
    'Nhà hết gạo hai ngày nay, sáu người ăn',
    'Xin hỗ trợ lương thực, khu trọ bị phong tỏa hết đồ ăn',
    'Gia đình tôi hết mì gói với gạo rồi, xin giúp',
    'Không còn gì ăn, chưa được phát lương thực lần nào',
    'Xóm trọ đói quá, xin gạo với rau',
  ),
  milk: need(
    'foodRelief',
    'relief',
    'Bé 4 tháng hết sữa, chợ đóng cửa',
    'Xin sữa và tã giấy cho em bé',
    'Con nhỏ không còn sữa uống, cần bỉm nữa',
    'Cần sữa bột cho cháu 6 tháng, hết từ hôm qua',
  ),
  money: need(
    'other',
    'relief',
    'Tôi chưa nhận được tiền hỗ trợ đợt một',
    'Khu trọ chưa ai phát gói hỗ trợ một triệu rưỡi',
    'Hỏi về tiền trợ cấp cho người lao động tự do',
    'Sao nhà tôi không có tên nhận tiền hỗ trợ',
  ),
  gathering: need(
    'securityReport',
    'security',
    'Có nhóm tụ tập nhậu, hát karaoke ồn ào',
    'Mấy thanh niên đang nhậu tụ tập đông, không khẩu trang',
    'Họ tụ tập đá gà sau nhà, đông lắm',
    'Tụ tập đông người đánh bài, nhậu nhẹt',
  ),
  fight: need(
    'securityReport',
    'security',
    'Có đánh nhau, một người cầm dao',
    'Hàng xóm đập phá, đánh vợ, cầm dao dọa',
    'Đang đánh nhau trước nhà, có hung khí',
    'Thanh niên gây rối, cầm dao rượt nhau',
  ),
  accident: need(
    'emergency',
    'medical',
    'Tai nạn xe máy, một người chảy máu đầu',
    'Hai xe va quẹt, có người bị thương nằm giữa đường',
    'Có vụ tai nạn, nạn nhân gãy chân',
    'Xe tải va quẹt xe máy, người bị thương chảy máu',
  ),
  waste: need(
    'other',
    'relief',
    'Rác không ai thu gom cả tuần, mùi hôi',
    'Cống nghẹt, nước thải tràn ra đường hôi quá',
    'Bãi rác trước nhà ô nhiễm, mùi hôi chịu không nổi',
  ),
  vaccine: need(
    'other',
    'relief',
    'Hỏi lịch tiêm vắc xin mũi 2 ở phường',
    'Tôi muốn đăng ký tiêm vaccine, chưa được tiêm mũi nào',
    'Bao giờ khu tôi được tiêm vắc xin',
  ),
};

export const words = { unknown: need('other', 'relief', 'Xin gặp cán bộ') };

/** Needs so near each other that one household's two calls about them are often one event. */
const near: readonly (readonly string[])[] = [
  ['breathing', 'collapse', 'transfer', 'fever', 'positive', 'accident'],
];

/** Another need of the same household, which is another event. */
export function otherNeedOf(chance: Chance, first: string): string {
  const tooNear = near.find((group) => group.includes(first)) ?? [first];
  return chance.pick(
    Object.keys(phrasings).filter((one) => one !== first && !tooNear.includes(one) && one !== 'gathering'),
  );
}
