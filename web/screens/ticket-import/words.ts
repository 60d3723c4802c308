import type { Words } from '../../app/language';

const vi = {
  title: 'Nhập danh sách phản ánh',
  lead: 'Danh sách của xã, của hội, của báo chí gửi đến: mỗi dòng thành một phiếu như một cuộc gọi. Nhập lại cùng tệp không tạo phiếu hai lần.',
  choose: 'Chọn tệp CSV hoặc Excel',
  hint: 'Hoặc kéo thả vào đây. Tối đa 500 dòng, 1 MB.',
  templates: 'Tệp mẫu để điền',
  csv: 'Mẫu CSV',
  xlsx: 'Mẫu Excel',
  check: 'Kiểm tra thử, chưa tạo phiếu',
  write: 'Tạo phiếu',
  checking: 'Đang đọc từng dòng…',
  writing: 'Đang tạo phiếu…',
  summary: (create: number, there: number, refused: number) =>
    `${String(create)} dòng tạo được phiếu, ${String(there)} đã có từ trước, ${String(refused)} phải sửa.`,
  created: (create: number, there: number, refused: number) =>
    `Đã tạo ${String(create)} phiếu, ${String(there)} đã có từ trước, ${String(refused)} dòng phải sửa.`,
  goOn: 'Những dòng phải sửa: sửa trong tệp rồi nhập lại cả tệp, các dòng đã tạo không bị tạo hai lần.',
  line: (n: number) => `Dòng ${String(n)}`,
  outcomes: {
    created: 'Đã tạo phiếu',
    wouldCreate: 'Sẽ tạo phiếu',
    alreadyThere: 'Đã có phiếu',
    refused: 'Phải sửa',
  },
  mustBe: (column: string, what: string) => (column === '' ? what : `Cột ${column}: ${what}`),
  alike: 'Giống phiếu đang mở',
  sameAs: (line: number) => `Trùng với dòng ${String(line)}`,
  wholeFile: 'Cả tệp',
};

const en: typeof vi = {
  title: 'Import a list of reports',
  lead: 'A list of a commune, an association, the press: each row becomes a ticket like a call. The same file again makes no ticket twice.',
  choose: 'Choose a CSV or Excel file',
  hint: 'Or drag it here. 500 rows and 1 MB at most.',
  templates: 'Files to fill in',
  csv: 'CSV template',
  xlsx: 'Excel template',
  check: 'Try it, create nothing',
  write: 'Create the tickets',
  checking: 'Every row is being read…',
  writing: 'Tickets are being created…',
  summary: (create, there, refused) =>
    `${String(create)} rows would become tickets, ${String(there)} are there already, ${String(refused)} are to be put right.`,
  created: (create, there, refused) =>
    `${String(create)} tickets created, ${String(there)} were there already, ${String(refused)} rows are to be put right.`,
  goOn: 'Put the rows right in the file and import all of it again: what was created is not created twice.',
  line: (n) => `Line ${String(n)}`,
  outcomes: {
    created: 'Created',
    wouldCreate: 'Would be created',
    alreadyThere: 'There already',
    refused: 'To put right',
  },
  mustBe: (column, what) => (column === '' ? `must be ${what}` : `${column} must be ${what}`),
  alike: 'Looks like the open ticket',
  sameAs: (line) => `Same as line ${String(line)}`,
  wholeFile: 'The whole file',
};

export const ticketImportWords: Words<typeof vi> = { vi, en };
