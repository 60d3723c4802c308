import type { Answers } from './answers';
import type { Category } from './august-2021';
import type { Chance } from './chance';

/** What the citizen says, in words an agent would type. */
export function describe(category: Category, answers: Answers, chance: Chance): string {
  const who = chance.one(['Mẹ tôi', 'Ba tôi', 'Vợ tôi', 'Chồng tôi', 'Bà ngoại', 'Người cùng dãy trọ']);
  switch (category) {
    case 'emergency':
      return `${who} ${complaintOf(answers)}, ${chance.one(['xin xe cấp cứu gấp', 'gọi 115 không được', 'cần oxy gấp'])}.`;
    case 'hospitalTransfer':
      return `${who} ${complaintOf(answers)}, ${chance.one(['trạm y tế đề nghị chuyển viện', 'khu cách ly xin chuyển tuyến trên'])}.`;
    case 'f0Consult':
      return chance.one([
        `${who} test nhanh hai vạch, đang ở nhà, xin hướng dẫn.`,
        'Cả phòng trọ có ba người dương tính, hỏi cách ly và thuốc.',
        'F0 ngày thứ năm, ho nhiều về đêm, hỏi khi nào được xét nghiệm lại.',
        'Là F1, công ty cho nghỉ, hỏi phải cách ly mấy ngày.',
      ]);
    case 'suspectedCase':
      return chance.one([
        `${who} ho, sốt ba ngày nay, mất mùi, chưa được xét nghiệm.`,
        'Dãy trọ có nhiều người ho sốt, xin lấy mẫu.',
        'Mới tiếp xúc người dương tính ở xưởng, nay đau họng.',
      ]);
    case 'foodRelief':
      return `Nhà ${String(answers.people ?? 3)} người, ${chance.one([
        'mất việc từ tháng 6, hết gạo',
        'khu trọ bị phong tỏa, không mua được đồ ăn',
        'có con nhỏ, hết sữa và tã',
        'chưa nhận được gói hỗ trợ lần nào',
      ])}.`;
    case 'securityReport':
      return chance.one([
        'Có nhóm tụ tập ăn nhậu trong hẻm, không đeo khẩu trang.',
        'Quán vẫn bán tại chỗ, đóng cửa trước mở cửa sau.',
        'Có người trốn khỏi khu phong tỏa ban đêm.',
        'Người lạ đi qua chốt bằng đường ruộng.',
      ]);
    case 'other':
      return chance.one([
        'Hỏi hồ sơ nhận tiền hỗ trợ lao động tự do.',
        'Hỏi giấy đi đường để về quê chịu tang.',
        'Góp ý điểm tiêm chờ quá lâu, không giãn cách.',
        'Phản ánh chưa có tên trong danh sách hỗ trợ của khu phố.',
      ]);
  }
}

function complaintOf({ spo2, unconscious, breathless, chestPain, childbirth }: Answers): string {
  if (unconscious === true) return 'ngất, gọi không trả lời';
  if (typeof spo2 === 'number' && spo2 < 95) return `đo SpO2 còn ${String(spo2)}`;
  if (breathless === true) return 'khó thở, nói không thành câu';
  if (chestPain === true) return 'đau tức ngực liên tục';
  return childbirth === true ? 'sắp sinh, đau bụng từng cơn' : 'rất mệt, người nhà lo lắng';
}

const proofs: Readonly<Record<string, readonly string[]>> = {
  outcome: ['đã xử lý tại chỗ', 'đã nhắc nhở, lập biên bản', 'đã trả lời, người dân đồng ý'],
  handoverTo: ['kíp trực Bệnh viện đa khoa tỉnh', 'trạm y tế phường', 'bác sĩ bệnh viện dã chiến số 1'],
  receivingHospital: ['Bệnh viện đa khoa tỉnh', 'Bệnh viện dã chiến Thới Hòa', 'Trung tâm y tế thành phố'],
  adviceGiven: [
    'đã hướng dẫn theo dõi SpO2 hai lần một ngày, uống đủ nước',
    'đã phát túi thuốc A, hẹn gọi lại',
  ],
  recipientConfirmed: ['người nhận ký tên', 'chủ nhà trọ xác nhận đã nhận 10 kg gạo'],
  decisionNumber: ['14/BB-VPHC', '27/QĐ-XPHC'],
  testReferral: ['đã lấy mẫu gộp, gửi CDC tỉnh', 'trạm y tế lấy mẫu chiều nay'],
};

/** A team's proof of one kind. */
export function proofOf(kind: string, isFalse: boolean, chance: Chance): string {
  if (isFalse) return 'đến nơi xác minh: không đúng như phản ánh';
  return chance.one(proofs[kind] ?? ['đã xử lý']);
}

export const reasons = {
  decline: ['đang làm nhiệm vụ khác', 'không có phương tiện', 'ở quá xa'],
  handBack: ['xe hỏng giữa đường', 'vượt khả năng của đội, cần đội y tế'],
  cancel: ['người nhà đã tự đưa đi', 'hàng xóm đã giúp', 'gọi nhầm số'],
  reopen: ['người dân báo chưa nhận được gì', 'bệnh trở nặng lại'],
  verify: {
    confirmed: 'đã gọi cho khu phố, đúng như phản ánh',
    rejected: 'đã gọi cho khu phố, không có sự việc này',
  },
  dispatch: ['chưa đội nào nhận, điều trực tiếp'],
} as const;
