import type { ProblemCode } from './problem';

/** The same problems in Vietnamese: what happened, and what to do. Checked for completeness by the compiler. */
export const problemWordsVi: Readonly<
  Record<ProblemCode, { readonly title: string; readonly detail: string }>
> = {
  'ticket-not-found': {
    title: 'Không có phản ánh này',
    detail: 'Không tìm thấy phản ánh với mã này mà bạn được xem. Xin kiểm tra lại mã và số.',
  },
  'already-claimed': {
    title: 'Đã có đội khác nhận phản ánh này',
    detail: 'Đội khác đã nhận trước. Không có gì thay đổi.',
  },
  'transition-not-allowed': {
    title: 'Phản ánh không ở trạng thái cho phép việc này',
    detail: 'Phản ánh đang ở bước khác. Xin xem lại phản ánh.',
  },
  'not-the-owner': {
    title: 'Chỉ đội đang phụ trách mới được làm việc này',
    detail: 'Đội khác đang phụ trách, hoặc chưa có đội nào.',
  },
  'team-not-offered': {
    title: 'Phản ánh chưa được giao cho đội này',
    detail: 'Chỉ đội được giao mới nhận hoặc từ chối được.',
  },
  'hold-not-allowed': {
    title: 'Không được tạm dừng vì lý do này',
    detail: 'Loại phản ánh này không cho phép chờ, hoặc không vì lý do này.',
  },
  'evidence-missing': {
    title: 'Thiếu bằng chứng đã xử lý',
    detail: 'Xin ghi rõ kết quả mà loại phản ánh này yêu cầu.',
  },
  'already-linked': { title: 'Phản ánh đã được gộp', detail: 'Xin tách ra trước.' },
  'nobody-on-duty': {
    title: 'Không có ai của đội đang trực',
    detail: 'Xin giao đội khác, hoặc xếp người trực.',
  },
  'invalid-command': {
    title: 'Yêu cầu không thực hiện được',
    detail: 'Có thông tin không hợp lệ cho phản ánh này.',
  },
  'phone-not-valid': {
    title: 'Số điện thoại không gọi được',
    detail: 'Phải là số điện thoại, ví dụ 0912 345 678 hoặc +84912345678.',
  },
  'unit-not-found': { title: 'Không có đơn vị này', detail: 'Phải là mã của một đơn vị đang có hiệu lực.' },
  'category-not-found': { title: 'Không có lĩnh vực này', detail: 'Phải là một lĩnh vực có trong danh mục.' },
  'policy-not-found': {
    title: 'Nơi này chưa có quy định phục vụ',
    detail: 'Chưa có quy định thời hạn cho nơi này. Xin gọi 1022.',
  },
  'call-not-found': {
    title: 'Không có cuộc gọi này',
    detail: 'Không tìm thấy cuộc gọi hay lần gọi lại này mà bạn được xem.',
  },
  'call-claimed': { title: 'Người khác đã nhận cuộc gọi này', detail: 'Người khác đang giữ cuộc gọi này.' },
  'call-not-ready': {
    title: 'Cuộc gọi không ở trạng thái cho phép việc này',
    detail: 'Xin xem lại hàng chờ.',
  },
  'not-on-shift': {
    title: 'Người này không trực vào lúc đó',
    detail: 'Ca này không thuộc người đó, không bắt đầu vào ngày đó, hoặc đã có người trực thay.',
  },
  'already-swapped': {
    title: 'Ca này đã đổi hoặc đang hỏi người khác',
    detail: 'Đã có người được hỏi trực thay ca này. Hãy hủy lần đổi đó trước.',
  },
  'overlapping-duty': {
    title: 'Người này đã có ca trực vào lúc đó',
    detail: 'Hãy chọn người khác hoặc giờ khác.',
  },
  'past-shift': { title: 'Ca trực đã qua', detail: 'Ca đã trực xong thì giữ nguyên, không đổi được.' },
  'swap-not-open': {
    title: 'Lần đổi ca này đã được trả lời hoặc đã hủy',
    detail: 'Hãy tải lại để xem tình trạng mới nhất.',
  },
  'swap-needs-permission': {
    title: 'Cần người giám sát cho phép trước',
    detail: 'Hai người không cùng đội, nên người giám sát của địa bàn phải cho phép đổi ca.',
  },
  'hand-over-not-open': {
    title: 'Ca đã có người nhận',
    detail: 'Đã có người nhận ca, hoặc lúc giao ca không còn phiếu nào mở.',
  },
  'order-not-found': {
    title: 'Không có mệnh lệnh này',
    detail: 'Không tìm thấy mệnh lệnh với mã này mà bạn được xem.',
  },
  'order-not-open': {
    title: 'Mệnh lệnh đã kết thúc',
    detail: 'Mệnh lệnh đã hoàn thành, đã đóng hoặc đã thu hồi. Không có gì thay đổi.',
  },
  'order-acknowledged': {
    title: 'Đơn vị đã có người nhận lệnh',
    detail: 'Người khác của đơn vị đã xác nhận trước. Không có gì thay đổi.',
  },
  'order-reported': {
    title: 'Đơn vị đã có người báo cáo',
    detail: 'Người khác của đơn vị đã báo cáo kết quả. Không có gì thay đổi.',
  },
  'order-step-not-allowed': {
    title: 'Mệnh lệnh không ở bước cho phép việc này',
    detail: 'Xin xem lại mệnh lệnh: đơn vị chưa báo cáo, hoặc không còn việc phải làm.',
  },
  'unit-not-addressed': {
    title: 'Mệnh lệnh không giao cho đơn vị này',
    detail: 'Đơn vị này không nằm trong danh sách nhận lệnh.',
  },
  'unit-not-below': {
    title: 'Đơn vị này không thuộc quyền chỉ huy của bạn',
    detail: 'Chỉ giao lệnh được cho đơn vị cấp dưới trong địa bàn của mình.',
  },
  'surge-changed': {
    title: 'Người khác vừa quyết định về cao điểm ở đây',
    detail: 'Xin xem lại quyết định mới nhất rồi quyết định.',
  },
  'surge-not-on': {
    title: 'Đơn vị này không bật cao điểm',
    detail: 'Cao điểm ở đây chưa bật, đã hết giờ, hoặc do đơn vị cấp trên bật.',
  },
  'invalid-input': {
    title: 'Có thông tin chưa đúng',
    detail: 'Có thông tin chưa đúng như yêu cầu.',
  },
  'malformed-request': {
    title: 'Không đọc được yêu cầu',
    detail: 'Yêu cầu không đúng định dạng HTTP và JSON.',
  },
  'not-signed-in': { title: 'Chưa đăng nhập', detail: 'Xin đăng nhập trước.' },
  'wrong-password': {
    title: 'Sai tên hoặc mật khẩu',
    detail: 'Tên đăng nhập hoặc mật khẩu không đúng.',
  },
  'not-allowed': {
    title: 'Vai trò của bạn không được làm việc này ở đây',
    detail: 'Vai trò, địa bàn hoặc đội của bạn không cho phép.',
  },
  'cross-site-request': {
    title: 'Yêu cầu đến từ trang khác',
    detail: 'Chỉ nhận yêu cầu từ trang của hệ thống.',
  },
  'not-found': { title: 'Không có gì ở đây', detail: 'Địa chỉ hoặc mã này không có.' },
  'method-not-allowed': {
    title: 'Địa chỉ này không dùng cách gửi đó',
    detail: 'Xin xem dòng Allow để biết cách gửi đúng.',
  },
  conflict: { title: 'Tên này đã có', detail: 'Đã có một mục cùng tên, hoặc có người vừa lưu.' },
  'key-in-use': {
    title: 'Yêu cầu này đang được xử lý',
    detail: 'Xin gửi lại sau ít giây với cùng Idempotency-Key.',
  },
  'key-reused': {
    title: 'Idempotency-Key đã dùng cho yêu cầu khác',
    detail: 'Xin dùng một Idempotency-Key mới.',
  },
  'stale-version': {
    title: 'Phản ánh đã thay đổi từ lúc bạn xem',
    detail: 'Xin xem lại phản ánh rồi quyết định.',
  },
  'too-large': { title: 'Nội dung quá lớn', detail: 'Nội dung gửi lên quá lớn.' },
  'unsupported-media-type': {
    title: 'Kiểu nội dung không dùng được',
    detail: 'Xin gửi đúng kiểu nội dung của địa chỉ này.',
  },
  'too-many-requests': {
    title: 'Gửi quá nhiều lần',
    detail: 'Xin chờ rồi gửi lại; thời gian ở dòng Retry-After.',
  },
  impossible: {
    title: 'Đúng cách viết nhưng không thực hiện được',
    detail: 'Không thực hiện được. Xin gọi 1022.',
  },
  unavailable: {
    title: 'Một phần của hệ thống tạm thời không trả lời',
    detail: 'Không có gì bị mất. Xin gửi lại sau ít giây với cùng Idempotency-Key, hoặc gọi 1022.',
  },
  internal: { title: 'Hệ thống có lỗi', detail: 'Lỗi đã được ghi lại. Xin thử lại, hoặc gọi 1022.' },
};
