/** What a row of a file must be, as the importers say it in English, and in Vietnamese; `$1` is what the brackets hold. */
const rules: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^filled: (.+)$/, 'phải điền: $1'],
  [/^filled for a responder$/, 'phải điền cho người của đội'],
  [
    /^filled, or the column place: a unit code, e\.g\. (\w+)$/,
    'phải điền mã đơn vị (ví dụ $1) hoặc cột place',
  ],
  [/^a text$/, 'chữ'],
  [
    /^a unit code of letters and digits, at most 12, e\.g\. (.+)$/,
    'mã đơn vị, tối đa 12 chữ và số, ví dụ $1',
  ],
  [
    /^an id of letters, digits, - and _, at most 64, e\.g\. (.+)$/,
    'mã gồm chữ, số, - và _, tối đa 64, ví dụ $1',
  ],
  [
    /^a username of lower-case letters, digits and \. - _, 2 to 64, e\.g\. (.+)$/,
    'tên đăng nhập chữ thường, số và . - _, từ 2 đến 64 ký tự, ví dụ $1',
  ],
  [/^one of: (.+)$/, 'một trong: $1'],
  [/^one or more of, parted by spaces: (.+)$/, 'một hoặc nhiều trong số, cách nhau bằng dấu cách: $1'],
  [/^a date YYYY-MM-DD$/, 'ngày dạng YYYY-MM-DD'],
  [/^a time HH:MM from 00:00 to 23:59$/, 'giờ dạng HH:MM từ 00:00 đến 23:59'],
  [/^yes or no$/, 'yes hoặc no (có / không)'],
  [
    /^weekdays from 1 \(Monday\) to 7 \(Sunday\), e\.g\. "1-5" or "6 7"$/,
    'các thứ từ 1 (thứ Hai) đến 7 (Chủ nhật), ví dụ "1-5" hoặc "6 7"',
  ],
  [
    /^a phone that can be called, e\.g\. (\d+) .*$/,
    'số điện thoại gọi được, ví dụ $1 (bảng tính hay bỏ số 0 đầu: đặt cột là văn bản)',
  ],
  [
    /^a number people can dial, e\.g\. (.+?) \(.*$/,
    'số người dân gọi được, ví dụ $1 (bảng tính hay bỏ số 0 đầu: đặt cột là văn bản)',
  ],
  [
    /^something that does not begin with = \+ - or @, which a spreadsheet would run$/,
    'không bắt đầu bằng = + - hoặc @ (bảng tính sẽ chạy như công thức)',
  ],
  [/^one line without control characters$/, 'một dòng, không có ký tự điều khiển'],
  [/^at most (\d+) characters long$/, 'tối đa $1 ký tự'],
  [/^on one line only; it stands on lines (.+)$/, 'chỉ nằm trên một dòng; đang có ở các dòng $1'],
  [
    /^the code of a correct unit, in units\.csv or stored$/,
    'mã của một đơn vị đúng, có trong units.csv hoặc đã lưu',
  ],
  [/^a correct unit of a higher tier, up to a province$/, 'một đơn vị đúng ở cấp trên, lên đến tỉnh'],
  [/^(.+), as stored: make a new unit instead$/, '$1 như đã lưu: hãy tạo đơn vị mới'],
  [/^(.+), as stored: make a new team instead$/, '$1 như đã lưu: hãy lập đội mới'],
  [/^empty for a province$/, 'để trống với tỉnh'],
  [/^empty or after validFrom$/, 'để trống hoặc sau validFrom'],
  [/^empty, or the id of a correct team of the same unit$/, 'để trống, hoặc mã một đội đúng của cùng đơn vị'],
  [/^province or commune where the profile is two-tier$/, 'province hoặc commune khi mô hình hai cấp'],
  [/^(\S+) as its province$/, '$1 giống tỉnh của nó'],
  [/^codes of known units; (.+) is not one$/, 'mã của các đơn vị đã biết; $1 không phải'],
  [/^the id of a correct team, in teams\.csv or stored$/, 'mã một đội đúng, có trong teams.csv hoặc đã lưu'],
  [
    /^the username of a correct person, in people\.csv or stored$/,
    'tên đăng nhập của một người đúng, có trong people.csv hoặc đã lưu',
  ],
  [/^a number of this unit; it belongs to unit (.+)$/, 'số của đơn vị này; số này thuộc đơn vị $1'],
  [
    /^each person's own, if it can be: line (.+) has the same one$/,
    'số riêng của từng người; dòng $1 trùng số',
  ],
  [/^somebody with an active account: this one is closed$/, 'người có tài khoản đang hoạt động'],
  [/^somebody with a phone number that can be paged$/, 'người có số điện thoại gọi được'],
  [/^somebody with (.+)$/, 'người trực gọi được ($1)'],
  [/^an active team$/, 'một đội đang hoạt động'],
  [/^in your own area \((\w+)\)$/, 'trong phạm vi đơn vị bạn quản lý ($1)'],
  [/^your own account as it is: nobody switches themselves off$/, 'tài khoản của chính bạn: giữ nguyên'],
  [/^saved as "CSV UTF-8"$/, 'lưu dạng "CSV UTF-8"'],
  [/^a row whose quotes are closed and doubled$/, 'dòng có dấu ngoặc kép đóng đủ'],
  [/^a row of (\d+) cells$/, 'dòng có $1 ô'],
  [/^in the header: this column is missing$/, 'có trong dòng tiêu đề: đang thiếu cột này'],
  [/^in the header once$/, 'chỉ có một lần trong dòng tiêu đề'],
  [/^one of the known columns: (.+)$/, 'một trong các cột: $1'],
  [/^called one of: (.+)$/, 'có tên là một trong: $1'],
  [/^one with at least one file called one of: (.+)$/, 'có ít nhất một tệp tên là: $1'],
  [/^the code of a unit in force or with a team$/, 'mã của đơn vị đang hoạt động'],
  [/^the name of a unit in force or with a team$/, 'tên của đơn vị đang hoạt động'],
  [
    /^one place; several have this name: write the code of (.+) into unitCode$/,
    'một nơi; nhiều nơi trùng tên: ghi mã $1 vào cột unitCode',
  ],
  [/^an Excel workbook \(\.xlsx\)$/, 'tệp Excel (.xlsx)'],
  [/^smaller when unpacked$/, 'nhỏ hơn khi giải nén'],
  [/^must be a number that can be called$/, 'số điện thoại gọi được'],
];

/** The words of an importer in the reader's language; what nobody has translated stays as it is. */
export function mustBeIn(language: 'vi' | 'en', mustBe: string): string {
  if (language === 'en') return mustBe;
  const rule = rules.find(([pattern]) => pattern.test(mustBe));
  if (!rule) return mustBe;
  const [pattern, words] = rule;
  const said = mustBe.replace(pattern, words);
  const inner = /^phải điền: (.+)$/.exec(said)?.[1];
  return inner === undefined ? said : `phải điền: ${mustBeIn(language, inner)}`;
}
