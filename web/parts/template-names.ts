import type { Language } from '../app/language';

/** What a message is for, by the name of its template. */
const names: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  'citizen.received': ['Báo người dân: đã tiếp nhận', 'To the citizen: received'],
  'citizen.received.surge': [
    'Báo người dân: đã tiếp nhận, lúc cao điểm',
    'To the citizen: received, in a surge',
  ],
  'citizen.claimed': ['Báo người dân: đã có đội nhận', 'To the citizen: a team has it'],
  'citizen.delayed': ['Báo người dân: trễ hơn dự kiến', 'To the citizen: it takes longer'],
  'citizen.closed': ['Báo người dân: đã xong', 'To the citizen: done'],
  'citizen.cancelled': ['Báo người dân: đã hủy', 'To the citizen: cancelled'],
  'citizen.reopened': ['Báo người dân: mở lại', 'To the citizen: opened again'],
  'team.page': ['Gọi đội: có phiếu mới', 'To a team: a new ticket'],
  'team.page.voice': ['Gọi đội qua điện thoại', 'To a team: a call'],
  'team.released': ['Báo đội: không cần đi nữa', 'To a team: no longer needed'],
  'team.handOver': ['Bàn giao ca', 'Hand-over of a shift'],
  'supervisor.breach': ['Báo giám sát: trễ hạn', 'To supervisors: a breach'],
  'supervisor.breach.voice': ['Gọi giám sát: trễ hạn', 'To supervisors: a call about a breach'],
  'supervisor.warning': ['Báo giám sát: sắp trễ', 'To supervisors: nearly late'],
  'supervisor.rosterGap': ['Báo giám sát: không ai trực', 'To supervisors: nobody on duty'],
  'supervisor.moreUrgent': ['Báo giám sát: phiếu trùng khẩn hơn', 'To supervisors: a more urgent duplicate'],
  'supervisor.callBack': ['Báo giám sát: chưa gọi lại', 'To supervisors: a call-back is overdue'],
  'supervisor.callBack.voice': ['Gọi giám sát: chưa gọi lại', 'To supervisors: a call about a call-back'],
  'supervisor.handOverOverdue': ['Báo giám sát: chưa ai nhận bàn giao', 'To supervisors: a hand-over waits'],
  'supervisor.nobodyComing': ['Báo giám sát: ca sau chưa có người', 'To supervisors: nobody comes next'],
  'supervisor.nobodyThere': ['Báo giám sát: không có ai trực', 'To supervisors: nobody is there'],
  'supervisor.dailyReport': ['Báo cáo ngày đã gửi', 'A daily report was sent'],
  'supervisor.weeklyReport': ['Báo cáo tuần đã gửi', 'A weekly report was sent'],
  'order.given': ['Mệnh lệnh mới', 'A new order'],
  'order.given.voice': ['Gọi về mệnh lệnh mới', 'A call about a new order'],
  'order.reminder': ['Nhắc mệnh lệnh', 'A reminder of an order'],
  'order.reminder.voice': ['Gọi nhắc mệnh lệnh', 'A call to remind of an order'],
  'order.overdue': ['Mệnh lệnh quá hạn', 'An order is overdue'],
  'order.returned': ['Báo cáo bị trả lại', 'A report was returned'],
  'order.extended': ['Mệnh lệnh được gia hạn', 'An order was extended'],
  'order.withdrawn': ['Mệnh lệnh bị rút', 'An order was withdrawn'],
  'order.closed': ['Mệnh lệnh kết thúc', 'An order was closed'],
  'order.nobody': ['Mệnh lệnh không có ai để báo', 'Nobody to tell of an order'],
  'order.late': ['Có đơn vị trễ mệnh lệnh', 'A unit is late with an order'],
};

/** A template without words is told by its own name. */
export const templateName = (name: string, language: Language): string =>
  names[name]?.[language === 'vi' ? 0 : 1] ?? name;
