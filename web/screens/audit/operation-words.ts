interface InBoth {
  readonly vi: string;
  readonly en: string;
}

/** What of the office an act concerns, by the `kind` of the API. */
export const kindWords: Readonly<Record<string, InBoth>> = {
  SignIn: { vi: 'Đăng nhập', en: 'Sign-in' },
  Account: { vi: 'Tài khoản của mình', en: 'Own account' },
  User: { vi: 'Người dùng', en: 'People' },
  Team: { vi: 'Đội', en: 'Teams' },
  HotlineNumber: { vi: 'Số trực', en: 'Hotline numbers' },
  Shift: { vi: 'Lịch trực', en: 'Rosters' },
  ShiftSwap: { vi: 'Đổi ca', en: 'Swaps' },
  DutyOverride: { vi: 'Trực thay', en: 'Stand-ins' },
  HandOver: { vi: 'Bàn giao ca', en: 'Hand-overs' },
  NotificationRules: { vi: 'Cách báo', en: 'Ways of telling' },
  Policy: { vi: 'Quy định', en: 'Policies' },
  Surge: { vi: 'Cao điểm', en: 'Surges' },
  MessageTexts: { vi: 'Mẫu tin nhắn', en: 'Message texts' },
  Recipient: { vi: 'Danh sách chặn', en: 'Blocked numbers' },
  DeadLetter: { vi: 'Tin không gửi được', en: 'Dead letters' },
  Queue: { vi: 'Hàng tin nhắn', en: 'Message queue' },
  Transparency: { vi: 'Số liệu công khai', en: 'Public figures' },
  Open311Key: { vi: 'Khóa Open311', en: 'Open311 keys' },
  TicketList: { vi: 'Nhập danh sách phiếu', en: 'Lists of reports' },
  Organisation: { vi: 'Nhập tổ chức', en: 'Imports of units' },
  Import: { vi: 'Nhập bằng lệnh', en: 'Imports by command' },
};

/** What was done, by the operation of the API. One without words is told by its own name. */
export const operationWords: Readonly<Record<string, InBoth>> = {
  switchSurge: { vi: 'Bật, đổi hoặc kết thúc cao điểm', en: 'Switched, changed or ended a surge' },
  createToken: { vi: 'Đăng nhập (chương trình)', en: 'Signed in (a program)' },
  openSession: { vi: 'Đăng nhập', en: 'Signed in' },
  createUser: { vi: 'Tạo tài khoản', en: 'Made an account' },
  replaceUser: { vi: 'Sửa tài khoản', en: 'Changed an account' },
  setPassword: { vi: 'Đặt mật khẩu', en: 'Set a password' },
  issuePassword: { vi: 'Cấp mật khẩu mới', en: 'Issued a password' },
  deactivateUser: { vi: 'Ngừng tài khoản', en: 'Switched an account off' },
  reactivateUser: { vi: 'Cho tài khoản hoạt động lại', en: 'Switched an account on' },
  replaceNotificationRules: { vi: 'Sửa cách báo của người khác', en: 'Changed how somebody is told' },
  replaceMyNotificationRules: { vi: 'Sửa cách báo của mình', en: 'Changed how they are told' },
  createTeam: { vi: 'Lập đội', en: 'Founded a team' },
  replaceTeam: { vi: 'Sửa đội', en: 'Changed a team' },
  createHotlineNumber: { vi: 'Thêm số trực', en: 'Added a number' },
  replaceHotlineNumber: { vi: 'Sửa số trực', en: 'Changed a number' },
  withdrawHotlineNumber: { vi: 'Rút số trực', en: 'Withdrew a number' },
  forwardHotlineNumber: { vi: 'Chuyển số trực', en: 'Forwarded a number' },
  restoreHotlineNumber: { vi: 'Đưa số trực trở lại', en: 'Restored a number' },
  startRollCall: { vi: 'Điểm danh số trực', en: 'Started a roll-call' },
  createShift: { vi: 'Thêm ca trực', en: 'Added a shift' },
  replaceShift: { vi: 'Sửa ca trực', en: 'Changed a shift' },
  removeShift: { vi: 'Bỏ ca trực', en: 'Removed a shift' },
  replaceTeamRoster: { vi: 'Lưu lịch trực của đội', en: 'Saved a roster' },
  askForSwap: { vi: 'Xin đổi ca', en: 'Asked for a swap' },
  acceptSwap: { vi: 'Đồng ý đổi ca', en: 'Accepted a swap' },
  declineSwap: { vi: 'Từ chối đổi ca', en: 'Declined a swap' },
  permitSwap: { vi: 'Cho phép đổi ca', en: 'Permitted a swap' },
  cancelSwap: { vi: 'Hủy đổi ca', en: 'Cancelled a swap' },
  createOverride: { vi: 'Cho người trực thay', en: 'Put a stand-in on duty' },
  cancelOverride: { vi: 'Kết thúc trực thay', en: 'Ended a stand-in' },
  acknowledgeHandOver: { vi: 'Nhận bàn giao ca', en: 'Took a hand-over' },
  addPolicyVersion: { vi: 'Ban hành quy định', en: 'Issued a policy' },
  addMessageTemplates: { vi: 'Ban hành mẫu tin nhắn', en: 'Issued message texts' },
  addOptOut: { vi: 'Ngừng nhắn cho một số', en: 'Stopped messages to a number' },
  removeOptOut: { vi: 'Nhắn lại cho một số', en: 'Allowed messages to a number' },
  blockNumber: { vi: 'Chặn một số', en: 'Blocked a number' },
  unblockNumber: { vi: 'Bỏ chặn một số', en: 'Unblocked a number' },
  replayDeadLetter: { vi: 'Gửi lại tin không gửi được', en: 'Sent a dead letter again' },
  pauseBulkQueue: { vi: 'Tạm dừng tin không gấp', en: 'Paused bulk messages' },
  resumeBulkQueue: { vi: 'Gửi tiếp tin không gấp', en: 'Resumed bulk messages' },
  setTransparencySettings: { vi: 'Đổi số liệu công khai', en: 'Changed public figures' },
  createOpen311Key: { vi: 'Cấp khóa Open311', en: 'Issued an Open311 key' },
  removeOpen311Key: { vi: 'Thu khóa Open311', en: 'Withdrew an Open311 key' },
  importTickets: { vi: 'Nhập danh sách phiếu', en: 'Imported a list of reports' },
  importOrganisation: { vi: 'Nhập đơn vị, đội, người', en: 'Imported units, teams, people' },
};

/** Fields that are shared by many things; another one is told by its own name. */
const fieldWords: Readonly<Record<string, InBoth>> = {
  name: { vi: 'tên', en: 'name' },
  username: { vi: 'tên đăng nhập', en: 'user name' },
  role: { vi: 'vai trò', en: 'role' },
  unitCode: { vi: 'đơn vị', en: 'unit' },
  unitPath: { vi: 'cấp trên', en: 'units above' },
  teamId: { vi: 'đội', en: 'team' },
  phone: { vi: 'điện thoại', en: 'phone' },
  active: { vi: 'hoạt động', en: 'active' },
  language: { vi: 'ngôn ngữ', en: 'language' },
  password: { vi: 'mật khẩu', en: 'password' },
  fields: { vi: 'lĩnh vực', en: 'fields' },
  tier: { vi: 'cấp', en: 'tier' },
  number: { vi: 'số', en: 'number' },
  label: { vi: 'tên gọi', en: 'label' },
  published: { vi: 'công bố', en: 'published' },
  listing: { vi: 'hiện cho dân', en: 'listing' },
  reason: { vi: 'lý do', en: 'reason' },
  rules: { vi: 'cách báo', en: 'rules' },
  shiftIds: { vi: 'ca trực', en: 'shifts' },
  ticketIds: { vi: 'phiếu', en: 'tickets' },
  successorId: { vi: 'người nhận bàn giao', en: 'successor' },
  userId: { vi: 'người trực', en: 'person' },
  replacesUserId: { vi: 'trực thay cho', en: 'in place of' },
  from: { vi: 'từ', en: 'from' },
  until: { vi: 'đến', en: 'until' },
  files: { vi: 'tệp', en: 'files' },
};

/** `shift abc` is one shift of a roster that was saved as a whole. */
export function fieldText(field: string, language: 'vi' | 'en'): string {
  if (/^shift \w/.test(field)) return language === 'vi' ? 'ca trực' : 'shift';
  return fieldWords[field]?.[language] ?? field;
}
